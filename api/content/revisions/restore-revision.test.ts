import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEventBody } from '../../contract/audit.ts';
import type { BookBody } from '../../contract/books.ts';
import type { RevisionBody } from '../../contract/revisions.ts';
import type { ReceiptBody } from '../../contract/upload-bodies.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';

let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  desk = await openBookDesk();
  pusher = createPusher(desk);
});
afterAll(() => desk.database.close());

const FIRST = { 'a.txt': 'one', 'b.txt': 'both', 'c.txt': 'gone' };
const SECOND = { 'a.txt': 'other', 'b.txt': 'both', 'd.txt': 'new' };

/** A book at revision 2. */
async function twoRevisions(): Promise<BookBody> {
  const book = await desk.create({ publisher: 'Rollback' });
  await pusher.push(book.id, FIRST);
  await pusher.push(book.id, SECOND);
  return book;
}

function restore<Body = ReceiptBody>(id: string, revision: number | string, body?: object) {
  const init = { method: 'POST', ...(body ? { body } : {}) };
  return desk.call<Body>(`/books/${id}/revisions/${revision}/restore`, init);
}

/** What readers are streamed, by path; undefined for what is not there. */
async function read({ publisher, book_name }: BookBody, path: string) {
  const at = `/storage/books/${publisher}/${encodeURIComponent(book_name)}/${path}`;
  const { status, headers } = await desk.call(at);
  if (status !== 302) return undefined;
  return (await fetch(headers.get('location') ?? '')).text();
}

describe('restoring a revision', () => {
  it('publishes what it held as the next one, without sending anything', async () => {
    const book = await twoRevisions();
    const { status, body } = await restore(book.id, 1);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      message: `Published revision 3 of Rollback/${book.book_name}, with what revision 1 held.`,
      upload_id: null,
      restored_from: 1,
      revision: 3,
      previous_revision: 2,
      changed: true,
      counts: { files: 3, unchanged: 1, added: 1, changed: 1, removed: 1, reused: 2, send: 0 },
      bytes: { files: 11, reused: 7, arrived: 0, send: 0 },
      manifest: `/books/${book.id}/manifest?revision=3`,
    });
    expect(await read(book, 'a.txt')).toBe('one');
    expect(await read(book, 'c.txt')).toBe('gone');
    expect(await read(book, 'd.txt')).toBeUndefined();
    const list = await desk.call<{ items: RevisionBody[] }>(`/books/${book.id}/revisions`);
    expect(list.body.items[0]).toEqual({
      revision: 3,
      published_at: expect.any(String),
      published_by: body.published_by,
      published_by_email: 'editor@example.com',
      upload_id: null,
      restored_from: 1,
      files: 3,
      size: 11,
      added: 1,
      changed: 1,
      removed: 1,
    });
    expect((await desk.call<BookBody>(`/books/${book.id}`)).body).toMatchObject({
      revision: 3,
      files: 3,
      size: 11,
    });
  });

  it('tells of it in the audit trail and in a record', async () => {
    const { id } = await twoRevisions();
    await restore(id, 1);
    const trail = await desk.call<{ items: AuditEventBody[] }>(`/audit?target_id=${id}&limit=1`);
    expect(trail.body.items).toMatchObject([
      {
        action: 'book.restore_revision',
        before: { revision: 2 },
        after: { revision: 3, restored_from: 1, added: 1, changed: 1, removed: 1 },
      },
    ]);
    const [row] = await desk.database.query.execute<{ record: object }>(sql`
      SELECT record FROM outbox WHERE kind = 'revision' ORDER BY id DESC LIMIT 1`);
    expect(row?.record).toMatchObject({ revision: 3, upload_id: null, restored_from: 1 });
  });

  it('makes no revision of the current one, nor of one that differs in nothing', async () => {
    const { id } = await twoRevisions();
    await restore(id, 1);
    for (const revision of [3, 1]) {
      expect((await restore(id, revision)).body).toMatchObject({
        changed: false,
        revision: 3,
        previous_revision: 3,
        counts: { files: 3, unchanged: 3, added: 0, changed: 0, removed: 0 },
      });
    }
    const { body } = await desk.call<{ items: RevisionBody[] }>(`/books/${id}/revisions`);
    expect(body.items.map(({ revision }) => revision)).toEqual([3, 2, 1]);
  });

  it('is refused of a revision that is not there, on another base, and in the trash', async () => {
    const { id } = await twoRevisions();
    for (const revision of [0, 3, -1]) {
      expect(await restore(id, revision)).toMatchObject({
        status: 404,
        body: { code: 'revision.not_found' },
      });
    }
    expect(await restore(id, 'first')).toMatchObject({ status: 422 });
    expect(await restore(id, 1, { base_revision: 1 })).toMatchObject({
      status: 409,
      body: { code: 'upload.revision_conflict', base_revision: 1, current_revision: 2 },
    });
    await desk.database.query.execute(sql`UPDATE books SET status = 'archived' WHERE id = ${id}`);
    expect(await restore(id, 1)).toMatchObject({ status: 409, body: { code: 'book.in_trash' } });
    const { id: empty } = await desk.create();
    expect(await restore(empty, 1)).toMatchObject({ body: { code: 'revision.not_found' } });
  });

  it('has one winner with a publish at the same time, and the loser finds a conflict', async () => {
    const { id } = await twoRevisions();
    const third = { ...SECOND, 'e.txt': 'third' };
    const { upload } = (await pusher.plan(id, third)).body;
    await pusher.send(upload.id, third, ['e.txt']);
    const answers = await Promise.all([
      pusher.finalize<{ code?: string }>(upload.id),
      restore<{ code?: string }>(id, 1, { base_revision: 2 }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const lost = answers.find(({ status }) => status === 409);
    expect(lost?.body.code).toBe('upload.revision_conflict');
    const { body } = await desk.call<BookBody>(`/books/${id}`);
    expect(body.revision).toBe(3);
  });

  it('lets what was planned before be posted again, and sends nothing anew', async () => {
    const book = await twoRevisions();
    const third = { ...SECOND, 'e.txt': 'third' };
    const { upload } = (await pusher.plan(book.id, third)).body;
    await pusher.send(upload.id, third, ['e.txt']);
    await restore(book.id, 1);
    expect(await pusher.finalize(upload.id)).toMatchObject({ status: 409 });
    expect((await pusher.plan(book.id, third)).body).toMatchObject({
      upload: { id: upload.id, base_revision: 3 },
      counts: { send: 0 },
    });
    expect((await pusher.finalize(upload.id)).body).toMatchObject({ revision: 4 });
    expect(await read(book, 'e.txt')).toBe('third');
    // The manifest of the head before the rollback is not that of what was rolled back to.
    await restore(book.id, 1);
    expect((await pusher.push(book.id, third)).revision).toBe(6);
  });
});

describe('the revisions of a book', () => {
  it('are listed newest first, page by page, and none are before the first publish', async () => {
    const { id } = await desk.create();
    type Page = { items: RevisionBody[]; next_cursor: string | null };
    expect((await desk.call<Page>(`/books/${id}/revisions`)).body.items).toEqual([]);
    for (const text of ['1', '2', '3']) await pusher.push(id, { 'a.txt': text });
    const first = await desk.call<Page>(`/books/${id}/revisions?limit=2`);
    expect(first.body.items.map(({ revision }) => revision)).toEqual([3, 2]);
    const cursor = first.body.next_cursor;
    const second = await desk.call<Page>(`/books/${id}/revisions?limit=2&cursor=${cursor}`);
    expect(second.body).toMatchObject({ items: [{ revision: 1, added: 1 }], next_cursor: null });
    const other = await desk.create();
    await pusher.push(other.id, FIRST);
    expect(await desk.call(`/books/${other.id}/revisions?cursor=${cursor}`)).toMatchObject({
      body: { code: 'request.bad_cursor' },
    });
  });

  it('tell who published them, by email too where the user is known', async () => {
    const build = { platform: 'linux', version: '7.0' };
    await pusher.push(build, FIRST);
    await pusher.push(build, { 'a.txt': 'other' });
    const unknown = '0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e';
    await desk.database.query.execute(sql`
      UPDATE revisions SET published_by = CASE revision WHEN 1 THEN ${unknown}::uuid END
      WHERE folder_id = (SELECT folder_id FROM builds WHERE version = '7.0')`);
    await pusher.push(build, FIRST);
    const { body } = await desk.call<{ items: RevisionBody[] }>('/apps/linux/7.0/revisions');
    const told = body.items.map(({ published_by, published_by_email }) => [
      published_by,
      published_by_email,
    ]);
    expect(told).toEqual([
      [expect.any(String), 'editor@example.com'],
      [null, null],
      [unknown, null],
    ]);
  });

  it('are told apart only where both are there', async () => {
    const { id } = await twoRevisions();
    for (const query of ['from=0', 'from=1&to=3', 'from=9']) {
      expect(await desk.call(`/books/${id}/diff?${query}`)).toMatchObject({
        status: 404,
        body: { code: 'revision.not_found', detail: 'There are revisions 1 to 2.' },
      });
    }
    expect(await desk.call(`/books/${id}/manifest?since=3`)).toMatchObject({ status: 404 });
    expect(await desk.call(`/books/${id}/diff`)).toMatchObject({ status: 422 });
  });
});
