import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FolderNodeBody } from '../../contract/storage.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

interface TreeBody {
  readonly revision: number;
  readonly complete: boolean;
  readonly next_cursor: string | null;
  readonly root: FolderNodeBody;
}

let desk: BookDesk;
let pusher: Pusher;
let book: string;
const base = () => `/storage/books/Acme/${encodeURIComponent('Fizik 5 100%?')}`;

beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
  const { id } = await desk.create({ book_name: 'Fizik 5 100%?' });
  book = id;
  await pusher.push(
    id,
    { 'cover.png': 'v1', 'a/b/deep.txt': 'deep', 'a-b.txt': 'x', 'é.html': '<p>' },
    { directories: ['notes'] },
  );
  await pusher.push(
    id,
    { 'cover.png': 'version 2', 'a/b/deep.txt': 'deep', 'a-b.txt': 'x', 'é.html': '<p>' },
    { directories: ['notes'] },
  );
});
afterAll(() => desk.database.close());

const tree = (query = '') => desk.call<TreeBody>(`${base()}${query}`);
const names = (folder: FolderNodeBody) => folder.children?.map(({ name }) => name);

describe('a folder', () => {
  it('shows as a tree in byte order, with what it holds at any depth', async () => {
    const { status, body, headers } = await tree();
    expect(status).toBe(200);
    expect(body).toMatchObject({ revision: 2, complete: true, next_cursor: null });
    expect(body.root).toMatchObject({ name: 'Fizik 5 100%?', path: '', files: 4, size: 17 });
    expect(names(body.root)).toEqual(['a', 'a-b.txt', 'cover.png', 'notes', 'é.html']);
    expect(body.root.children?.[0]).toMatchObject({ type: 'folder', files: 1, size: 4 });
    expect(body.root.children?.[2]).toEqual({
      type: 'file',
      name: 'cover.png',
      path: 'cover.png',
      size: 9,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      content_type: 'image/png',
      added_in: 2,
    });
    expect(body.root.children?.[3]).toMatchObject({ name: 'notes', children: [] });
    const etag = headers.get('etag') ?? '';
    expect((await desk.call(base(), { headers: { 'if-none-match': etag } })).status).toBe(304);
  });

  it('is shown by its own path, by ?path=, as of an older revision, and only as deep as asked', async () => {
    expect((await desk.call<TreeBody>(`${base()}/a/`)).body.root).toMatchObject({
      name: 'a',
      path: 'a',
      files: 1,
    });
    expect((await tree('?path=a/b')).body.root.children).toMatchObject([{ path: 'a/b/deep.txt' }]);
    expect((await tree('?revision=1')).body.root).toMatchObject({ size: 10 });
    const shallow = (await tree('?depth=1')).body;
    expect(shallow.complete).toBe(false);
    expect(shallow.root.children?.[0]).toMatchObject({ name: 'a', files: 1, children: null });
  });

  it('that does not fit is cut at a level and says so, or is paged; never silently short', async () => {
    expect((await tree('?limit=6')).body).toMatchObject({ complete: false, next_cursor: null });
    const seen: (string | undefined)[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body } = await tree(`?limit=2${cursor && `&cursor=${cursor}`}`);
      seen.push(...(names(body.root) ?? []));
      expect(body.complete).toBe(false);
      cursor = body.next_cursor;
      if (seen.length > 10) break;
    }
    expect(seen).toEqual(['a', 'a-b.txt', 'cover.png', 'notes', 'é.html']);
  });
});

describe('a file', () => {
  it('is a redirect to a signed URL that answers ranges, for GET and for HEAD', async () => {
    const { status, headers, body } = await desk.call(`${base()}/cover.png`);
    expect(status).toBe(302);
    expect(body).toBeUndefined();
    expect(headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    const url = headers.get('location') ?? '';
    const part = await fetch(url, { headers: { range: 'bytes=8-' } });
    expect([part.status, await part.text()]).toEqual([206, '2']);
    expect(part.headers.get('content-type')).toBe('image/png');
    expect(part.headers.get('cache-control')).toContain('immutable');
    expect((await desk.call(`${base()}/cover.png`)).headers.get('location')).toBe(url);
    const head = await desk.call(`${base()}/cover.png`, { method: 'HEAD' });
    expect((await fetch(head.headers.get('location') ?? '', { method: 'HEAD' })).status).toBe(200);
  });

  it('of an older revision is still there, and a download says so', async () => {
    const old = await desk.call(`${base()}/cover.png?revision=1&download=true`);
    const answer = await fetch(old.headers.get('location') ?? '');
    expect(await answer.text()).toBe('v1');
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="cover.png"/);
  });

  it('is known by ?path= and ?redirect=false without a redirect', async () => {
    expect((await tree('?path=cover.png')).body).toMatchObject({ type: 'file', size: 9 });
    const { body } = await desk.call<{ url: string }>(`${base()}/cover.png?redirect=false`);
    expect(await (await fetch(body.url)).text()).toBe('version 2');
  });

  it('is found by its name in any Unicode form, and by no other', async () => {
    const nfd = encodeURIComponent('é.html'.normalize('NFD'));
    expect((await desk.call(`${base()}/${nfd}`)).status).toBe(302);
    for (const path of [
      'cover.png/',
      'COVER.PNG',
      'a%2Fb%2Fdeep.txt',
      'a/b',
      'cover.png/x',
      'no',
    ]) {
      const expected = path === 'a/b' ? 200 : 404;
      expect((await desk.call(`${base()}/${path}`)).status, path).toBe(expected);
    }
  });
});

describe('a book', () => {
  it('that is hidden, never published or unknown shows nothing at all', async () => {
    const notFound = { status: 404, body: { code: 'storage.not_found' } };
    await desk.put(book, { status: 'draft' });
    expect(await tree()).toMatchObject(notFound);
    expect(await desk.call(`${base()}/cover.png`)).toMatchObject(notFound);
    expect((await tree('?preview=true')).status).toBe(200);
    await desk.put(book, { status: 'published' });
    const { book_name } = await desk.create();
    expect(await desk.call(`/storage/books/Acme/${book_name}`)).toMatchObject(notFound);
    expect(await desk.call('/storage/books/acme/Fizik')).toMatchObject(notFound);
    expect(await tree('?revision=9')).toMatchObject({
      status: 404,
      body: { code: 'revision.not_found' },
    });
  });
});

describe('a manifest', () => {
  const manifest = (query = '') =>
    desk.call<{ files: { path: string; added_in?: number }[]; directories: string[] }>(
      `/books/${book}/manifest${query}`,
    );

  it('holds all of a revision, and posted back changes nothing', async () => {
    const { status, body, headers } = await manifest();
    expect(status).toBe(200);
    expect(body.files.map(({ path }) => path)).toEqual([
      'a-b.txt',
      'a/b/deep.txt',
      'cover.png',
      'é.html',
    ]);
    expect(body.directories).toEqual(['notes']);
    const etag = headers.get('etag') ?? '';
    const again = await desk.call(`/books/${book}/manifest`, {
      headers: { 'if-none-match': etag },
    });
    expect(again.status).toBe(304);
    await desk.call(`/books/${book}`, { method: 'PUT', body: { category: 'another' } });
    const changed = await desk.call(`/books/${book}/manifest`, {
      headers: { 'if-none-match': etag },
    });
    expect(changed.status).toBe(200);
    const files = body.files.map(({ added_in, ...file }) => file);
    const posted = await desk.call(`/books/${book}/upload`, {
      body: { files, directories: body.directories, dry_run: true },
    });
    expect(posted.body).toMatchObject({ counts: { added: 0, changed: 0, removed: 0 } });
  });

  it('of an older revision is what that held, and of none is not found', async () => {
    const older = await manifest('?revision=1');
    expect(older.body.files.find(({ path }) => path === 'cover.png')).toMatchObject({
      size: 2,
      added_in: 1,
    });
    expect(older.headers.get('cache-control')).toContain('immutable');
    const notFound = { status: 404, body: { code: 'revision.not_found' } };
    expect(await manifest('?revision=3')).toMatchObject(notFound);
    const { id } = await desk.create();
    expect(await desk.call(`/books/${id}/manifest`)).toMatchObject(notFound);
  });
});
