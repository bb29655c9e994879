import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import type { AuditEventBody } from '../../contract/audit.ts';
import type { BookBody } from '../../contract/books.ts';
import type { RevisionBody } from '../../contract/revisions.ts';
import { UNLIMITED } from '../../core/budget.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { rowsOf } from '../../testing/published-rows.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { createTestWork, later } from '../../testing/work.ts';
import type { ContentWork } from '../context.ts';
import { revisionRows } from '../reading/revision-rows.ts';
import { writeRecords } from '../records/write-records.ts';
import { sweepDoomed } from '../sweep.ts';
import { tick } from '../tick.ts';
import { pruneRevisions } from './prune-revisions.ts';

let desk: BookDesk;
let pusher: Pusher;
const blobs = createNodeBlobs(inject('store'));
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

/** Lets go what is due when `time` has passed, of a service that keeps so many. */
async function pruneAfter(time: string, revisionsKeep: number): Promise<void> {
  await later(time, desk, async (ctx) => {
    await writeRecords(ctx, UNLIMITED); // nothing goes before it is recorded
    await pruneRevisions(keeping(ctx, revisionsKeep), UNLIMITED);
  });
}

async function sweepAfter(time: string): Promise<void> {
  await later(time, desk, async (ctx) => {
    await writeRecords(ctx, UNLIMITED);
    await sweepDoomed(ctx, UNLIMITED);
  });
}

function keeping(ctx: ContentWork, revisionsKeep: number): ContentWork {
  const { content } = ctx;
  return { ...ctx, content: { ...content, lifecycle: { ...content.lifecycle, revisionsKeep } } };
}

async function makeBook(...contents: readonly Record<string, string>[]): Promise<BookBody> {
  const book = await desk.create({ publisher: 'Prune' });
  for (const content of contents) await pusher.push(book.id, content);
  return book;
}

async function keptOf({ id }: BookBody): Promise<number[]> {
  const { body } = await desk.call<{ items: RevisionBody[] }>(`/books/${id}/revisions`);
  return body.items.map(({ revision }) => revision);
}

interface ObjectRow extends Record<string, unknown> {
  readonly path: string;
  readonly key: string;
  readonly state: string;
}

/** What the folder has, as `path state`, with whether the store holds it. */
async function objectsOf({ id }: BookBody): Promise<Record<string, boolean>> {
  const rows = await desk.database.query.execute<ObjectRow>(sql`
    SELECT o.key, o.state, split_part(o.key, '/', 4) AS path
    FROM objects o JOIN books USING (folder_id) WHERE books.id = ${id} ORDER BY o.id`);
  const held = rows.map(async ({ path, state, key }) => [
    `${path} ${state}`,
    (await blobs.head({ bucket: 'books', key })) !== undefined,
  ]);
  return Object.fromEntries(await Promise.all(held));
}

async function read({ publisher, book_name }: BookBody, path: string, revision = '') {
  const at = `/storage/books/${publisher}/${encodeURIComponent(book_name)}/${path}${revision}`;
  const { status, headers } = await desk.call(at);
  return status === 302 ? (await fetch(headers.get('location') ?? '')).text() : status;
}

describe('a superseded revision', () => {
  it('goes after seven days, unless it is among the newest that are kept', async () => {
    const book = await makeBook({ a: '1' }, { a: '2' }, { a: '3' }, { a: '4' });
    await pruneAfter('6 days 23 hours', 2);
    expect(await keptOf(book)).toEqual([4, 3, 2, 1]);
    await pruneAfter('7 days 1 hour', 4);
    expect(await keptOf(book)).toEqual([4, 3, 2, 1]);
    await pruneAfter('7 days 1 hour', 2);
    expect(await keptOf(book)).toEqual([4, 3]);
    expect(await rowsOf(desk.database, book.id)).toEqual(['a 3-4', 'a 4-']);
    await pruneAfter('700 days', 1);
    expect(await keptOf(book)).toEqual([4]);
    expect(await read(book, 'a')).toBe('4');
  });

  it('goes seven days after the next one came, however old it is', async () => {
    const book = await makeBook({ a: '1' }, { a: '2' });
    await desk.database.query.execute(sql`
      UPDATE revisions SET published_at = published_at - interval '1 year'
      WHERE revision = 1 AND folder_id = (SELECT folder_id FROM books WHERE id = ${book.id})`);
    await pruneAfter('6 days', 1);
    expect(await keptOf(book)).toEqual([2, 1]);
  });

  it('is not found any more by whatever asks for it, and all is told from which on they are kept', async () => {
    const book = await makeBook({ a: '1', b: 'b' }, { a: '2', b: 'b' }, { a: '3', b: 'b' });
    await pruneAfter('8 days', 2);
    const refusal = {
      status: 404,
      body: {
        code: 'revision.not_found',
        detail: 'Revisions are kept from 2 on; the current one is 3.',
      },
    };
    const at = `/books/${book.id}`;
    expect(await desk.call(`${at}/manifest?revision=1`)).toMatchObject(refusal);
    expect(await desk.call(`${at}/manifest?since=1`)).toMatchObject(refusal);
    expect(await desk.call(`${at}/diff?from=1`)).toMatchObject(refusal);
    expect(await desk.call(`${at}/revisions/1/restore`, { method: 'POST' })).toMatchObject(refusal);
    expect(await desk.call(`${at}/urls`, { body: { paths: ['b'], revision: 1 } })).toMatchObject(
      refusal,
    );
    expect(await read(book, 'b', '?revision=1')).toBe(404);
    expect(await read(book, 'b', '?revision=2')).toBe('b');
    expect(await desk.call(`${at}/diff?from=2`)).toMatchObject({
      body: { changed: [{ path: 'a' }], added: [], removed: [] },
    });
  });

  it('takes along what only it showed, once the last URL to read that has lapsed', async () => {
    // The second one shows the same object at another path.
    const book = await makeBook({ old: 'old', both: 'both' }, { moved: 'both' }, { new: 'new' });
    await pruneAfter('8 days', 2);
    const others = { 'both live': true, 'new live': true };
    expect(await objectsOf(book)).toEqual({ 'old doomed': true, ...others });
    await sweepAfter('8 days 7 hours');
    expect(await objectsOf(book)).toEqual({ 'old doomed': true, ...others });
    await sweepAfter('8 days 9 hours');
    expect(await objectsOf(book)).toEqual(others);
    expect(await read(book, 'moved', '?revision=2')).toBe('both');
  });

  it('leaves its bytes to a plan that reuses them, which publishes and reads them back', async () => {
    const book = await makeBook({ a: 'again' }, { a: 'other' });
    const { body } = await pusher.plan(book.id, { a: 'again' });
    expect(body.counts).toMatchObject({ reused: 1, send: 0 });
    await pruneAfter('8 days', 1);
    await sweepAfter('9 days');
    expect(await objectsOf(book)).toEqual({ 'a doomed': true, 'a live': true });
    expect((await pusher.finalize(body.upload.id)).body).toMatchObject({ revision: 3 });
    await sweepAfter('9 days');
    expect(await read(book, 'a')).toBe('again');
    const rows = await desk.database.query.execute(sql`
      SELECT state, not_before FROM objects JOIN books USING (folder_id) WHERE books.id = ${book.id}`);
    expect(rows).toEqual([
      { state: 'live', not_before: null },
      { state: 'live', not_before: null },
    ]);
  });

  it('goes by a tick, which notes it in the audit trail as done by the service itself', async () => {
    const { id } = await makeBook({ a: '1' }, { a: '2' });
    await later('8 days', desk, (ctx) => tick(keeping(ctx, 1), UNLIMITED));
    const { body } = await desk.call<{ items: AuditEventBody[] }>(
      `/audit?target_id=${id}&action=book.prune_revision`,
    );
    expect(body.items).toMatchObject([
      {
        actor: { type: 'system' },
        before: { oldest_revision: 1 },
        after: { oldest_revision: 2 },
      },
    ]);
  });

  it('breaks off who still reads it when it goes, rather than leave something out', async () => {
    const { id } = await makeBook({ a: '1' }, { b: '2' });
    const [row] = await desk.database.query.execute<{ folder_id: string }>(sql`
      SELECT folder_id FROM books WHERE id = ${id}`);
    const revision = { folderId: row?.folder_id ?? '', revision: 1, mayGo: true };
    const pages = revisionRows(createTestWork(desk.database), revision);
    expect((await pages.next()).value).toMatchObject([{ path: 'a' }]);
    await pruneAfter('8 days', 1);
    await expect(pages.next()).rejects.toMatchObject({ code: 'revision.not_found' });
  });
});
