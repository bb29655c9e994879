import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, manifestFiles, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

/** A version no test has used. */
let version: string;
let versions = 0;
beforeEach(() => {
  versions += 1;
  version = `${versions}.0`;
});

describe('a folder of a build', () => {
  it.each([
    ['windows', { 'CON.txt': '' }, 'manifest.windows_name'],
    ['macos', { 'CON.txt': '' }, undefined],
    ['linux', { 'CON.txt': '' }, undefined],
    ['windows', { 'why?': '' }, 'manifest.windows_character'],
    ['macos', { 'why?': '' }, undefined],
    ['linux', { 'why?': '' }, undefined],
    ['windows', { 'a.': '' }, 'manifest.trailing_dot_or_space'],
    ['macos', { 'a.': '' }, undefined],
    ['linux', { 'a.': '' }, undefined],
    ['windows', { 'Audio/1': '', 'audio/2': '' }, 'manifest.case_collision'],
    ['macos', { 'Audio/1': '', 'audio/2': '' }, 'manifest.case_collision'],
    ['linux', { 'Audio/1': '', 'audio/2': '' }, undefined],
  ])('for %s that holds %j: %s', async (platform, content, code) => {
    const { status, body } = await pusher.plan<{ errors?: { code: string }[] }>(
      { platform, version },
      content,
      { dry_run: true },
    );
    expect(status).toBe(code ? 422 : 200);
    expect(body.errors?.[0]?.code).toBe(code);
  });

  it.each([
    ['inside', 'Versions/Current', 'A', undefined],
    ['nowhere, yet inside', 'Versions/Current', 'B', undefined],
    ['up and down again', 'X/Current', '../Versions/A', undefined],
    ['out of the folder', 'Versions/Current', '../../etc', 'manifest.bad_link'],
    ['to the root of the disk', 'Versions/Current', '/etc', 'manifest.bad_link'],
    ['at itself', 'Versions/Current', 'Current', 'manifest.bad_link'],
    ['at a folder it lies in', 'Versions/Current', '../Versions', 'manifest.bad_link'],
  ])('with a link that points %s', async (_, ...[path, target, code]) => {
    const links = [{ path, target }];
    const files = { 'Versions/A/app': { executable: 'app' } };
    const { status, body } = await pusher.plan<{ errors?: { code: string }[] }>(
      { platform: 'macos', version },
      files,
      { links, dry_run: true },
    );
    expect(status).toBe(code ? 422 : 200);
    expect(body.errors?.map((error) => error.code)).toEqual(code && [code]);
  });

  it('counts its links, closes those that go, and sends nothing for them', async () => {
    const macos = { platform: 'macos', version };
    const files = { 'V/A/app': 'app', 'V/B/app': 'app B' };
    await pusher.push(macos, files, { links: [{ path: 'V/Current', target: 'A' }] });
    const moved = await pusher.push(macos, files, { links: [{ path: 'V/Current', target: 'B' }] });
    expect(moved).toMatchObject({ revision: 2, counts: { files: 3, changed: 1, send: 0 } });
    const rows = await desk.database.query.execute(sql`
      SELECT link_target, added_in, removed_in FROM files JOIN builds USING (folder_id)
      WHERE version = ${version} AND kind = 'link' ORDER BY added_in`);
    expect(rows).toEqual([
      { link_target: 'A', added_in: 1, removed_in: 2 },
      { link_target: 'B', added_in: 2, removed_in: null },
    ]);
  });

  it('cannot get by a merge what it could not hold at once', async () => {
    const macos = { platform: 'macos', version };
    await pusher.push(macos, { 'a/app': 'a' }, { links: [{ path: 'b', target: 'c' }] });
    const { status, body } = await pusher.plan(
      macos,
      {},
      {
        mode: 'merge',
        links: [{ path: 'c', target: 'b' }],
      },
    );
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: [{ code: 'manifest.bad_link', path: 'c' }, {}] });
  });
});

describe('what a build’s manifest may name', () => {
  it('is not what a book’s may: a book has neither version nor links', async () => {
    const { id } = await desk.create();
    const files = manifestFiles({ a: 'a' });
    const post = (more: object) => desk.call(`/books/${id}/upload`, { body: { files, ...more } });
    expect((await post({ version: '1.0' })).status).toBe(422);
    expect(await post({ links: [{ path: 'b', target: 'a' }] })).toMatchObject({
      body: { errors: [{ code: 'manifest.bad_link' }] },
    });
  });
});
