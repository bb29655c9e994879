import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestBody } from '../../contract/read-manifest.ts';
import type { FolderNodeBody, NodeBody, TreeBody } from '../../contract/storage.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher } from '../../testing/pusher.ts';

/** Sixty thousand files in three hundred folders, and forty thousand in one. */
const FOLDERS = 300;
const A_FOLDER = 200;
const FLAT = 40_000;
const FILES = FOLDERS * A_FOLDER + FLAT;

let desk: BookDesk;
let book: { id: string; book_name: string };
beforeAll(async () => {
  desk = await openBookDesk();
  book = await desk.create();
  await createPusher(desk).push(book.id, {}, { directories: ['zz'] });
  // As a publish of so many files would leave them.
  await desk.database.query.execute(sql`
    WITH folder AS (SELECT folder_id AS id FROM books WHERE id = ${book.id}), path AS (
      SELECT format('unit %s/page-%s.json', n / ${A_FOLDER}, n) AS path
      FROM generate_series(0, ${FOLDERS * A_FOLDER - 1}) AS n
      UNION ALL SELECT format('flat/%s.json', n) FROM generate_series(1, ${FLAT}) AS n
    ), made AS (
      INSERT INTO objects (folder_id, bucket, key, size_bytes, sha256, state)
      SELECT folder.id, 'books', 'Acme/gen/' || path, 10, repeat('a', 64), 'live' FROM folder, path
      RETURNING id, folder_id, key
    )
    INSERT INTO files (folder_id, path, kind, object_id, added_in)
    SELECT folder_id, substr(key, length('Acme/gen/') + 1), 'file', id, 1 FROM made`);
  await desk.database.query.execute(sql`ANALYZE files`);
});
afterAll(() => desk.database.close());

const at = () => `/storage/books/Acme/${encodeURIComponent(book.book_name)}`;

/** All files below a folder, by asking for what an answer left out, as a client does. */
async function walk(path: string, limit: number): Promise<string[]> {
  const found: string[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { status, body }: { status: number; body: TreeBody } = await desk.call<TreeBody>(
      `${at()}?path=${encodeURIComponent(path)}&limit=${limit}${more}`,
    );
    expect(status).toBe(200);
    expect(countNodes(body.root)).toBeLessThanOrEqual(limit);
    const before = found.length;
    await collect(body.root, found, limit);
    if (body.complete) expect(found.length - before).toBe(body.root.files);
    cursor = body.next_cursor;
  }
  return found;
}

async function collect(folder: FolderNodeBody, found: string[], limit: number): Promise<void> {
  for (const node of folder.children ?? []) {
    if (node.type !== 'folder') found.push(node.path);
    else if (node.children) await collect(node, found, limit);
    else found.push(...(await walk(node.path, limit)));
  }
}

function countNodes(node: NodeBody): number {
  if (node.type !== 'folder') return 0;
  return (node.children ?? []).reduce((sum, child) => sum + 1 + countNodes(child), 0);
}

describe('a folder of a hundred thousand files', () => {
  it('is shown level by level and page by page, and none of them is missing', async () => {
    const found = await walk('', 20_000);
    expect(found).toHaveLength(FILES);
    expect(new Set(found).size).toBe(FILES);
  });

  it('counts all it holds, however little of it is shown', async () => {
    const { body } = await desk.call<TreeBody>(`${at()}?depth=1`);
    expect(body).toMatchObject({ complete: false, next_cursor: null });
    expect(body.root).toMatchObject({ files: FILES, size: 10 * FILES });
    expect(body.root.children?.[0]).toMatchObject({ name: 'flat', files: FLAT, children: null });
  });

  it('gives all of them in its manifest, in byte order of their paths', async () => {
    const { body } = await desk.call<ManifestBody>(`/books/${book.id}/manifest`);
    expect(body.directories).toEqual(['zz']);
    const paths = body.files.map(({ path }) => path);
    expect(paths).toHaveLength(FILES);
    // They are ASCII, which sorts by its bytes.
    expect(paths).toEqual([...paths].sort());
  });

  it('gives its manifest bit by bit, and nothing of it to HEAD', async () => {
    const head = await desk.call(`/books/${book.id}/manifest`, { method: 'HEAD' });
    expect([head.status, head.body]).toEqual([200, undefined]);
    expect(head.headers.get('content-type')).toBe('application/json');
  });
});
