import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import type { OperationBody } from '../../contract/operations.ts';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { UNLIMITED } from '../../core/budget.ts';
import { TestClock } from '../../testing/app.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { rowsOf } from '../../testing/published-rows.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { startWatchedStore, type WatchedStore } from '../../testing/watched-store.ts';
import { later } from '../../testing/work.ts';
import { tick } from '../tick.ts';

let store: WatchedStore;
let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  store = await startWatchedStore();
  desk = await openBookDesk(store.access);
  pusher = createPusher(desk);
});
afterEach(() => {
  store.faults = () => null;
});
afterAll(async () => {
  await desk.database.close();
  await store.stop();
});

async function tickAfter(time: string, clock = new TestClock()): Promise<void> {
  const change = { blobs: createNodeBlobs(store.access), clock };
  await later(time, { database: desk.database, change }, (ctx) => tick(ctx, UNLIMITED));
}

async function sentUpload(content: Record<string, string> = { 'a.txt': 'a' }, book?: string) {
  const bookId = book ?? (await desk.create()).id;
  const { upload } = (await pusher.plan(bookId, content)).body;
  await pusher.send(upload.id, content);
  return { bookId, uploadId: upload.id };
}

const finalizeAsync = async (uploadId: string, headers = {}) =>
  (
    await desk.call<OperationBody>(`/uploads/${uploadId}/finalize`, {
      method: 'POST',
      headers: { prefer: 'respond-async', ...headers },
    })
  ).body.id;

const operationOf = async (id: string) =>
  (await desk.call<OperationBody>(`/operations/${id}`)).body;
const uploadOf = async (id: string) => (await desk.call<UploadStatusBody>(`/uploads/${id}`)).body;

interface Held {
  /** Resolves when a listing is held. */
  readonly reached: Promise<void>;
  letOn(): void;
}

/** Holds the next listing of the store until it is let on. */
function holdNextListing(): Held {
  const reached = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<null>();
  store.faults = ({ operation }) => {
    if (operation !== 'ListObjectsV2') return null;
    store.faults = () => null;
    reached.resolve();
    return hold.promise;
  };
  return { reached: reached.promise, letOn: () => hold.resolve(null) };
}

async function attemptsAt(operationId: string) {
  const [row] = await desk.database.query.execute<{ attempts: number }>(sql`
    SELECT attempts FROM operations WHERE id = ${operationId}`);
  return row?.attempts;
}

describe('a finalize under way', () => {
  it('whose process hangs is taken over when its lease has lapsed, and published once', async () => {
    const { bookId, uploadId } = await sentUpload();
    const held = holdNextListing();
    const id = await finalizeAsync(uploadId, { 'x-request-id': 'asked-by-editor' });
    await held.reached;
    await tickAfter('15 seconds');
    expect(await operationOf(id)).toMatchObject({ state: 'running' });
    await tickAfter('21 seconds');
    const done = await operationOf(id);
    expect(done).toMatchObject({ state: 'done', result: { revision: 1 } });
    held.letOn();
    const requests = () => store.requests.filter(({ operation }) => operation === 'ListObjectsV2');
    await expect.poll(() => requests().length).toBe(2);
    // Were the first one not stopped, it would answer for the upload now.
    expect((await pusher.finalize(uploadId)).body).toEqual(done.result);
    expect(await operationOf(id)).toEqual(done);
    expect(await attemptsAt(id)).toBe(2);
    expect(await rowsOf(desk.database, bookId)).toEqual(['a.txt 1-']);
    const { body } = await desk.call<{ items: object[] }>(`/audit?target_id=${bookId}`);
    expect(
      body.items.filter((event) => 'action' in event && event.action === 'book.publish'),
    ).toMatchObject([{ actor: { email: 'editor@example.com' }, request_id: 'asked-by-editor' }]);
  });

  it('tells how many files are proven when it renews its lease', async () => {
    const { id: bookId } = await desk.create();
    const bytes = new Uint8Array(17 * 1024 * 1024);
    const content = { 'a.txt': 'a', 'big.bin': bytes };
    const { upload } = (await pusher.plan(bookId, content)).body;
    await pusher.send(upload.id, content, ['a.txt']);
    await pusher.sendParts(upload.id, { path: 'big.bin', bytes }, [1, 2]);
    store.faults = () => ({ kind: 'error', code: 'InternalError' });
    const id = await finalizeAsync(upload.id);
    await expect.poll(async () => (await operationOf(id)).error).toBeTruthy();
    const clock = new TestClock();
    const told: OperationBody[] = [];
    store.faults = async ({ operation }) => {
      // More than a third of the lease.
      if (operation === 'CompleteMultipartUpload') clock.advance(21);
      if (operation === 'ListObjectsV2') told.push(await operationOf(id));
      return null;
    };
    await tickAfter('5 seconds', clock);
    expect(told).toMatchObject([{ state: 'running', done: 1, total: 2 }]);
    expect(await operationOf(id)).toMatchObject({ state: 'done', done: 2, total: 2 });
  });

  it('of a folder where another is under way waits for its turn, and then meets its revision', async () => {
    const { bookId, uploadId } = await sentUpload({ 'a.txt': 'mine' });
    const other = await sentUpload({ 'a.txt': 'theirs' }, bookId);
    const held = holdNextListing();
    const id = await finalizeAsync(uploadId);
    await held.reached;
    const waiting = await finalizeAsync(other.uploadId);
    await tickAfter('0');
    expect(await operationOf(waiting)).toMatchObject({ state: 'queued' });
    held.letOn();
    expect(await pusher.finalize(other.uploadId)).toMatchObject({
      status: 409,
      body: { code: 'upload.revision_conflict', base_revision: 0, current_revision: 1 },
    });
    expect(await operationOf(id)).toMatchObject({ state: 'done' });
    expect(await operationOf(waiting)).toMatchObject({
      state: 'failed',
      error: { code: 'upload.revision_conflict' },
    });
    expect((await uploadOf(other.uploadId)).upload.state).toBe('open');
  });

  it('while the store is down is answered so, and goes on by itself when it is back', async () => {
    const { uploadId } = await sentUpload();
    store.faults = () => ({ kind: 'error', code: 'InternalError' });
    const answer = await desk.call(`/uploads/${uploadId}/finalize`, { method: 'POST' });
    expect(answer).toMatchObject({ status: 503, body: { code: 'storage.unavailable' } });
    expect(answer.headers.has('retry-after')).toBe(true);
    const { operation_id: id = '' } = await uploadOf(uploadId);
    expect(await operationOf(id)).toMatchObject({
      state: 'running',
      error: { code: 'storage.unavailable' },
    });
    store.faults = () => null;
    await tickAfter('5 seconds');
    expect(await operationOf(id)).toMatchObject({ state: 'done', error: null });
  });
});
