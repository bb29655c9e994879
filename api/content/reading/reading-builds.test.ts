import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FolderNodeBody, PlatformTreeBody, TreeBody } from '../../contract/storage.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

const APP = { 'bin/run': { executable: '#!/bin/sh' }, 'share/a.txt': 'a', 'share/b.txt': 'bb' };
const LINKS = { links: [{ path: 'latest', target: 'bin/run' }], directories: ['plugins'] };

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
  await pusher.push({ platform: 'linux', version: '1.0' }, APP, LINKS);
  await pusher.push({ platform: 'linux', version: '1.1' }, { readme: '1' });
  await pusher.push({ platform: 'linux', version: '1.1' }, { readme: 'two' });
  // Planned and never published, so there is nothing to read.
  await pusher.plan({ platform: 'linux', version: '2.0' }, { a: 'a' });
});
afterAll(() => desk.database.close());

const names = ({ children }: FolderNodeBody) => children?.map(({ name }) => name);
const NOT_FOUND = { status: 404, body: { code: 'storage.not_found' } };

describe('a build', () => {
  it('shows as a tree with its links and executables, under its platform in any case', async () => {
    const { status, body, headers } = await desk.call<TreeBody>('/storage/apps/LINUX/1.0');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      target: { type: 'build', platform: 'linux', version: '1.0', channel: 'stable' },
      revision: 1,
      complete: true,
    });
    expect(body.root).toMatchObject({ name: '1.0', path: '', files: 3, size: 12 });
    expect(names(body.root)).toEqual(['bin', 'latest', 'plugins', 'share']);
    expect(body.root.children?.[1]).toMatchObject({ type: 'link', target: 'bin/run' });
    const deeper = await desk.call<TreeBody>('/storage/apps/linux/1.0/bin/');
    expect(deeper.body.root.children).toMatchObject([{ path: 'bin/run', executable: true }]);
    const known = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
    expect((await desk.call('/storage/apps/linux/1.0', known)).status).toBe(304);
  });

  it('streams a file of it, also of an older revision', async () => {
    const at = '/storage/apps/linux/1.1/readme';
    const read = async (query = '') => {
      const { status, headers } = await desk.call(at + query);
      expect(status).toBe(302);
      return (await fetch(headers.get('location') ?? '')).text();
    };
    expect([await read(), await read('?revision=1')]).toEqual(['two', '1']);
  });

  it.each([
    '/storage/apps/linux/1.0/latest',
    '/storage/apps/linux/1.0/nothing',
    '/storage/apps/linux/1.0/bin/run/',
    '/storage/apps/linux/2.0',
    '/storage/apps/windows/1.0',
    '/storage/apps/linux/1.0%2Fbin',
  ])('answers 404 to what is no file or folder of it: %s', async (path) => {
    expect(await desk.call(path)).toMatchObject(NOT_FOUND);
  });

  it('gives its manifest, which posted back changes nothing', async () => {
    const { body, headers } = await desk.call<{ files: { added_in?: number }[] }>(
      '/apps/linux/1.0/manifest',
    );
    expect(body).toMatchObject({ revision: 1, directories: ['plugins'], links: LINKS.links });
    expect(headers.get('cache-control')).toBe('private, no-cache');
    const { target, revision, files, ...rest } = body as Record<string, unknown> & typeof body;
    const posted = files.map(({ added_in, ...file }) => file);
    const dry = { ...rest, files: posted, version: '1.0', dry_run: true };
    const { body: preview } = await desk.call('/apps/linux/upload', { body: dry });
    expect(preview).toMatchObject({ counts: { added: 0, changed: 0, removed: 0 } });
  });

  it.each([
    ['/apps/amiga/1.0/manifest', 'build.unknown_platform'],
    ['/apps/linux/9.9/manifest', 'build.not_found'],
    ['/apps/linux/2.0/manifest', 'build.not_found'],
    ['/apps/linux/1.0/manifest?revision=2', 'revision.not_found'],
    ['/storage/apps/amiga', 'build.unknown_platform'],
  ])('of which there is none is not found: %s', async (path, code) => {
    expect(await desk.call(path)).toMatchObject({ status: 404, body: { code } });
  });
});

describe('a platform', () => {
  const platform = (query = '') => desk.call<PlatformTreeBody>(`/storage/apps/linux${query}`);

  it('shows its published builds, newest first publish first, each whole', async () => {
    const { body, headers } = await platform();
    expect(body).toMatchObject({ target: null, revision: null, complete: true, next_cursor: null });
    expect(body.root).toMatchObject({ name: 'linux', path: '', files: 4, size: 15 });
    expect(names(body.root)).toEqual(['1.1', '1.0']);
    expect(body.root.children?.[1]).toMatchObject({
      path: '1.0',
      files: 3,
      children: [{ path: '1.0/bin', children: [{ path: '1.0/bin/run' }] }, {}, {}, {}],
    });
    const known = { headers: { 'if-none-match': headers.get('etag') ?? '' } };
    expect((await desk.call('/storage/apps/linux', known)).status).toBe(304);
    await pusher.push({ platform: 'linux', version: '1.1' }, { readme: 'three' });
    expect((await desk.call('/storage/apps/linux', known)).status).toBe(200);
  });

  it('is as deep as asked, and what does not fit is said to be left out', async () => {
    const flat = await platform('?depth=1');
    expect(flat.body.complete).toBe(false);
    expect(flat.body.root.children).toMatchObject([
      { name: '1.1', files: 1, children: null },
      { name: '1.0', files: 3, children: null },
    ]);
    // Two builds, what is in the newer one, and four of the seven nodes of the other.
    const some = (await platform('?limit=7')).body;
    expect(some).toMatchObject({ complete: false, next_cursor: null });
    expect(some.root.children).toMatchObject([
      { children: [{ path: '1.1/readme' }] },
      { files: 3, children: [{ path: '1.0/bin', children: null }, {}, {}, { children: null }] },
    ]);
    expect((await platform('?limit=6')).body.root.children).toMatchObject([
      { children: [{ path: '1.1/readme' }] },
      { files: 3, children: null },
    ]);
  });

  it('pages', async () => {
    const first = await platform('?limit=1');
    expect(names(first.body.root)).toEqual(['1.1']);
    const rest = await platform(`?limit=1&cursor=${first.body.next_cursor}`);
    expect(names(rest.body.root)).toEqual(['1.0']);
    expect(rest.body.next_cursor).toBeNull();
  });

  it('without builds is empty', async () => {
    for (const path of ['/storage/apps/macos/', '/storage/apps/macos?path=/']) {
      const { status, body } = await desk.call<PlatformTreeBody>(path);
      expect(status).toBe(200);
      expect(body.root.children).toEqual([]);
    }
  });
});
