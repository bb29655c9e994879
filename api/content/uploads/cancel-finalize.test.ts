import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import type { OperationBody } from '../../contract/operations.ts';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { UNLIMITED } from '../../core/budget.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { startWatchedStore, type WatchedStore } from '../../testing/watched-store.ts';
import { createTestWork } from '../../testing/work.ts';
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

async function sentUpload(content: Record<string, string>, book?: string) {
  const bookId = book ?? (await desk.create()).id;
  const { upload } = (await pusher.plan(bookId, content)).body;
  await pusher.send(upload.id, content);
  return { bookId, uploadId: upload.id };
}

async function finalizeAsync(uploadId: string): Promise<string> {
  const headers = { prefer: 'respond-async' };
  const init = { method: 'POST', headers };
  return (await desk.call<OperationBody>(`/uploads/${uploadId}/finalize`, init)).body.id;
}

const operationOf = async (id: string) =>
  (await desk.call<OperationBody>(`/operations/${id}`)).body;
const cancel = (id: string) => desk.call<OperationBody>(`/operations/${id}`, { method: 'DELETE' });
const retry = (id: string) =>
  desk.call<OperationBody>(`/operations/${id}/retry`, { method: 'POST' });
const stateOf = async (uploadId: string) =>
  (await desk.call<UploadStatusBody>(`/uploads/${uploadId}?missing=false`)).body.upload.state;
const tickNow = () =>
  tick(createTestWork(desk.database, { blobs: createNodeBlobs(store.access) }), UNLIMITED);

async function eventsOf(operationId: string): Promise<object[]> {
  return (await desk.call<{ items: object[] }>(`/audit?target_id=${operationId}`)).body.items;
}

/** Holds listings of the store until they are let on. */
function holdListings() {
  const reached = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<null>();
  store.faults = ({ operation }) => {
    if (operation !== 'ListObjectsV2') return null;
    reached.resolve();
    return hold.promise;
  };
  return {
    reached: reached.promise,
    letOn() {
      store.faults = () => null;
      hold.resolve(null);
    },
  };
}

const CANCELLED = {
  status: 200,
  body: {
    state: 'failed',
    error: { code: 'operation.cancelled', detail: 'It was cancelled by editor@example.com.' },
  },
};

describe('a finalize that is cancelled', () => {
  it('at work publishes nothing, and its upload can be published later', async () => {
    const { bookId, uploadId } = await sentUpload({ 'a.txt': 'a' });
    const held = holdListings();
    const init = { method: 'POST' };
    const waiting = desk.call(`/uploads/${uploadId}/finalize`, init);
    await held.reached;
    const { body } = await desk.call<UploadStatusBody>(`/uploads/${uploadId}?missing=false`);
    const id = body.operation_id ?? '';
    expect(await cancel(id)).toMatchObject(CANCELLED);
    held.letOn();
    // The worker has met the lost lease when who waited for it is answered.
    expect(await waiting).toMatchObject({ status: 409, body: { code: 'operation.cancelled' } });
    expect(await stateOf(uploadId)).toBe('open');
    expect((await desk.call(`/books/${bookId}`)).body).toMatchObject({ revision: 0 });
    expect(await cancel(id)).toMatchObject(CANCELLED);
    expect(await eventsOf(id)).toMatchObject([
      {
        action: 'operation.cancel',
        actor: { email: 'editor@example.com' },
        before: { state: 'running' },
        after: { state: 'failed' },
      },
    ]);
    expect(await pusher.finalize(uploadId)).toMatchObject({ status: 200, body: { revision: 1 } });
  });

  it('in the queue gives its turn to the next', async () => {
    const { bookId, uploadId } = await sentUpload({ 'a.txt': 'a' });
    const second = await sentUpload({ 'a.txt': 'b' }, bookId);
    const third = await sentUpload({ 'a.txt': 'c' }, bookId);
    const held = holdListings();
    const first = await finalizeAsync(uploadId);
    await held.reached;
    const queued = await finalizeAsync(second.uploadId);
    const last = await finalizeAsync(third.uploadId);
    expect(await cancel(queued)).toMatchObject(CANCELLED);
    expect(await stateOf(second.uploadId)).toBe('open');
    held.letOn();
    await expect.poll(async () => (await operationOf(first)).state).toBe('done');
    await tickNow();
    await expect.poll(async () => (await operationOf(last)).state).toBe('failed');
    expect((await operationOf(last)).error?.code).toBe('upload.revision_conflict');
    expect((await operationOf(queued)).error?.code).toBe('operation.cancelled');
  });

  it('when it has ended is refused with its state', async () => {
    const { uploadId } = await sentUpload({ 'a.txt': 'a' });
    const id = await finalizeAsync(uploadId);
    await expect.poll(async () => (await operationOf(id)).state).toBe('done');
    expect(await cancel(id)).toMatchObject({
      status: 409,
      body: { code: 'operation.not_cancellable', state: 'done' },
    });
    expect(await stateOf(uploadId)).toBe('published');
    expect(await cancel('lost')).toMatchObject({
      status: 404,
      body: { code: 'operation.not_found' },
    });
  });
});

describe('a finalize that needs a person', () => {
  async function inNeed() {
    const { uploadId } = await sentUpload({ 'a.txt': 'a' });
    store.faults = () => ({ kind: 'error', code: 'InternalError' });
    const id = await finalizeAsync(uploadId);
    await expect.poll(async () => (await operationOf(id)).error).toBeTruthy();
    await desk.database.query.execute(sql`
      UPDATE operations SET attempts = 9, next_attempt_at = dcs_now() WHERE id = ${id}`);
    await tickNow().catch(() => {}); // nothing else works without the store either
    store.faults = () => null;
    expect(await operationOf(id)).toMatchObject({ state: 'needs_person' });
    expect(await stateOf(uploadId)).toBe('open');
    return { id, uploadId };
  }

  it('is tried again when it is asked for, and publishes', async () => {
    const { id, uploadId } = await inNeed();
    const answer = await retry(id);
    expect(answer).toMatchObject({
      status: 202,
      body: { state: 'queued', error: { code: 'storage.unavailable' } },
    });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await stateOf(uploadId)).toBe('finalizing');
    expect(await retry(id)).toMatchObject({
      status: 409,
      body: { code: 'operation.not_retryable', state: 'queued' },
    });
    await tickNow();
    expect(await operationOf(id)).toMatchObject({ state: 'done', result: { revision: 1 } });
    expect(await eventsOf(id)).toMatchObject([{ action: 'operation.retry' }]);
  });

  it('is not tried again when its upload was given up', async () => {
    const { id, uploadId } = await inNeed();
    await desk.call(`/uploads/${uploadId}`, { method: 'DELETE' });
    expect(await retry(id)).toMatchObject({
      status: 409,
      body: { code: 'operation.not_retryable' },
    });
    expect(await operationOf(id)).toMatchObject({ state: 'needs_person' });
    expect(await stateOf(uploadId)).toBe('aborted');
  });
});
