import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BookBody } from '../../contract/books.ts';
import type { OperationBody } from '../../contract/operations.ts';
import type { Budget } from '../../core/budget.ts';
import { runDueOperations } from '../../core/operations/run-operation.ts';
import { createTestDatabase } from '../../testing/database.ts';
import { readLibrary } from '../../testing/library-state.ts';
import {
  openRebuildLab,
  type RebuildLab,
  type RebuiltLab,
  readShelf,
  rebuildInto,
} from '../../testing/rebuild-lab.ts';
import { createTestWork } from '../../testing/work.ts';
import { operationHandlers } from '../operation-handlers.ts';

let lab: RebuildLab;
beforeEach(async () => {
  lab = await openRebuildLab();
});
afterEach(() => lab.close());

/** Works on one slice of what is due. */
async function workOneSlice(): Promise<void> {
  let asked = 0;
  const budget: Budget = { isSpent: () => asked++ > 0 };
  const ctx = createTestWork(lab.desk.database, { blobs: lab.blobs });
  await runDueOperations(ctx, operationHandlers(ctx.content), budget);
}

/** Loses records of an entity, but for the first so many. */
async function forget(prefix: string, kept: number): Promise<void> {
  await lab.blobs.deleteMany('meta', (await lab.recorded(prefix)).slice(kept));
}

const work = async ({ database }: Pick<RebuiltLab, 'database'>) => [
  ...(await database.query.execute(sql`
    SELECT type, state, subject_id, total, asked_by -> 'actor' ->> 'type' AS actor
    FROM operations ORDER BY type`)),
];

const statusOf = async ({ call }: RebuiltLab, bookId: string) =>
  (await call<BookBody>(`/books/${bookId}`)).body.status;

describe('a rebuilt library', () => {
  it.each([
    ['rename', 'books', 'New/Name/'],
    ['trash', 'trash', 'Moving/'],
    ['restore', 'books', 'Moving/'],
  ] as const)('goes on with a %s that was half way', async (type, bucket, place) => {
    const { desk } = lab;
    const trashed = type === 'restore' ? await desk.trashedBook('Moving') : undefined;
    const book = trashed?.book ?? (await desk.publishedBook('Moving'));
    // So that records tell where its objects lay before.
    await lab.record();
    if (type === 'rename') await desk.put(book.id, { publisher: 'New', book_name: 'Name' });
    if (type === 'trash') await desk.remove(`/books/${book.id}`);
    if (trashed) await desk.restore(trashed.trashId);
    // The objects of two uploads lie under two prefixes, which are two slices.
    await workOneSlice();
    await lab.record();
    const lost = await readLibrary(desk.database);
    const rebuilt = await lab.rebuild();
    expect(await readLibrary(rebuilt.database)).toEqual(lost);
    const [underWay] = await work(rebuilt);
    expect(underWay).toMatchObject({ type, state: 'queued', actor: 'system' });
    expect(underWay?.total).toBeGreaterThan(0);
    expect(underWay?.total).toBeLessThan(3);
    const shelf = await readShelf(desk.call);
    expect(await readShelf(rebuilt.call)).toEqual(shelf);
    await rebuilt.tick();
    expect((await work(rebuilt)).map(({ state }) => state)).toEqual(['done']);
    for (const object of (await readLibrary(rebuilt.database)).objects) {
      expect(object).toMatchObject({ bucket, key: expect.stringContaining(place) });
    }
    expect(await readShelf(rebuilt.call)).toEqual(shelf);
  });

  it('goes on with a purge that was half way', async () => {
    const { trashId } = await lab.desk.trashedBook('Purging');
    await lab.desk.call<OperationBody>(`/storage/trash/${trashId}`, { method: 'DELETE' });
    await lab.record();
    const rebuilt = await lab.rebuild();
    expect(await work(rebuilt)).toMatchObject([{ type: 'purge', subject_id: trashId, total: 3 }]);
    await rebuilt.tick();
    expect(await rebuilt.database.query.execute(sql`SELECT FROM files`)).toHaveLength(0);
  });

  it('numbers objects and records beyond those there were, and can be rebuilt in turn', async () => {
    const book = await lab.desk.publishedBook('Going on');
    await lab.record();
    const rebuilt = await lab.rebuild();
    const highest = await lab.recorded('');
    const [next] = await rebuilt.database.query.execute<{ object: string; record: string }>(sql`
      SELECT nextval(pg_get_serial_sequence('objects', 'id')) AS object,
        nextval(pg_get_serial_sequence('outbox', 'id')) AS record`);
    const seen = highest.map((key) => Number(/\d{16}/.exec(key)?.[0]));
    expect(Number(next?.record)).toBeGreaterThan(Math.max(...seen));
    const [last] = await lab.desk.database.query.execute<{ id: string }>(
      sql`SELECT max(id) AS id FROM objects`,
    );
    expect(Number(next?.object)).toBeGreaterThan(Number(last?.id));
    await rebuilt.call(`/books/${book.id}`, { method: 'PUT', body: { category: 'maths' } });
    await rebuilt.tick();
    const again = await lab.rebuild();
    expect(await readLibrary(again.database)).toEqual(await readLibrary(rebuilt.database));
  });

  it('has nothing of what was purged but its tombstone', async () => {
    const { trashId } = await lab.desk.trashedBook('Purged');
    await lab.desk.call(`/storage/trash/${trashId}`, { method: 'DELETE' });
    await lab.desk.tick();
    await lab.record();
    const { database, library } = await lab.rebuild();
    expect(library).toMatchObject({ files: 0, trash: 1, operations: 0 });
    expect(await readLibrary(database)).toEqual(await readLibrary(lab.desk.database));
  });

  it('tells in the audit trail that it was rebuilt', async () => {
    await lab.desk.publishedBook('Told');
    await lab.record();
    const { call } = await lab.rebuild();
    const { body } = await call('/audit?action=library.rebuild');
    expect(body).toMatchObject({ items: [{ actor: { type: 'system' }, after: { books: 1 } }] });
  });

  it('is refused where the database is not empty, or not migrated', async () => {
    await lab.desk.publishedBook('In the way');
    await expect(rebuildInto(lab.desk.database, lab.blobs)).rejects.toThrow(/holds books/);
    const bare = await createTestDatabase('template0');
    await expect(rebuildInto(bare, lab.blobs)).rejects.toThrow('dcs ops migrate');
    await bare.close();
  });

  it('is refused where a record cannot be read, and names it', async () => {
    const { id } = await lab.desk.publishedBook('Garbled');
    await lab.record();
    const [key = ''] = await lab.recorded(`books/${id}/`);
    const last = (await lab.recorded(`books/${id}/`)).at(-1) ?? key;
    await lab.blobs.putJson({ bucket: 'meta', key: last }, { version: 2 });
    await expect(lab.rebuild()).rejects.toThrow(`meta/${last} is not a record`);
  });
});

describe('records that end in the middle of a change', () => {
  it('of a publish leave the revision before it', async () => {
    const book = await lab.desk.publishedBook('Cut publish');
    await lab.record();
    const [row] = await lab.desk.database.query.execute<{ folder_id: string }>(
      sql`SELECT folder_id FROM books WHERE id = ${book.id}`,
    );
    await forget(`contents/${row?.folder_id}/`, 1);
    const rebuilt = await lab.rebuild();
    expect(rebuilt.library.repairs).toHaveLength(1);
    expect(await readShelf(rebuilt.call)).toEqual({
      [`${book.id} a.txt`]: 'a',
      [`${book.id} units/1.json`]: 'one',
    });
    expect((await rebuilt.call(`/books/${book.id}`)).body).toMatchObject({
      revision: 1,
      files: 2,
      size: 4,
    });
  });

  it('of a deletion leave a draft', async () => {
    const { book, trashId } = await lab.desk.trashedBook('Cut deletion');
    await lab.record();
    await forget(`trash/${trashId}/`, 0);
    const rebuilt = await lab.rebuild();
    expect(rebuilt.library.repairs).toEqual([expect.stringMatching(/was being deleted/)]);
    expect(await statusOf(rebuilt, book.id)).toBe('draft');
    await rebuilt.tick();
    await rebuilt.call(`/books/${book.id}`, { method: 'PUT', body: { status: 'published' } });
    expect(Object.values(await readShelf(rebuilt.call))).toEqual(['b', 'one']);
  });

  it('of a restore bring it back, rather than purge it when its days are over', async () => {
    const { book, trashId } = await lab.desk.trashedBook('Cut restore');
    await lab.record();
    const before = (await lab.recorded(`trash/${trashId}/`)).length;
    await lab.desk.restore(trashId);
    await lab.record();
    await forget(`trash/${trashId}/`, before);
    const rebuilt = await lab.rebuild();
    expect(rebuilt.library.repairs).toEqual([expect.stringMatching(/was being restored/)]);
    await rebuilt.tick('30 days');
    expect(await statusOf(rebuilt, book.id)).toBe('published');
    expect(Object.values(await readShelf(rebuilt.call))).toEqual(['b', 'one']);
  });

  it('of the first publish of a build show it', async () => {
    await lab.desk.push({ platform: 'linux', version: '1.0' }, { app: 'app' });
    await lab.record();
    const [first = ''] = await lab.recorded('builds/');
    await forget(first.slice(0, first.lastIndexOf('/') + 1), 1);
    const rebuilt = await lab.rebuild();
    expect((await rebuilt.call('/apps/linux/1.0/manifest')).body).toMatchObject({ revision: 1 });
  });

  it('of a first plan leave no folder without a book', async () => {
    const book = await lab.desk.create();
    await lab.record();
    const before = (await lab.recorded(`books/${book.id}/`)).length;
    await lab.desk.pusher.plan(book.id, { 'a.txt': 'a' });
    await lab.record();
    await forget(`books/${book.id}/`, before);
    const rebuilt = await lab.rebuild();
    expect((await readLibrary(rebuilt.database)).folders).toEqual([]);
    expect((await rebuilt.call(`/books/${book.id}`)).status).toBe(200);
  });
});
