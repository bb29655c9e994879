import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { systemIds } from '../../adapters/system.ts';
import type { OperationBody } from '../../contract/operations.ts';
import type { UploadStatusBody } from '../../contract/upload-bodies.ts';
import { removeOldOperations } from '../../core/operations/remove-old-operations.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { rowsOf } from '../../testing/published-rows.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { startWatchedStore, type WatchedStore } from '../../testing/watched-store.ts';
import { createTestWork, later } from '../../testing/work.ts';
import type { ContentRequest } from '../context.ts';
import { finalizeUpload } from './finalize-upload.ts';

let store: WatchedStore;
let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  store = await startWatchedStore();
  desk = await openBookDesk(store.access);
  pusher = createPusher(desk);
});
afterAll(async () => {
  await desk.database.close();
  await store.stop();
});

async function sentUpload(content: Record<string, string>, sent = Object.keys(content)) {
  const { id } = await desk.create();
  const { upload } = (await pusher.plan(id, content)).body;
  await pusher.send(upload.id, content, sent);
  return { bookId: id, uploadId: upload.id };
}

const finalizeAsync = (uploadId: string) =>
  desk.call<OperationBody>(`/uploads/${uploadId}/finalize`, {
    method: 'POST',
    headers: { prefer: 'handling=lenient, Respond-Async' },
  });

const operationOf = async (id: string) =>
  (await desk.call<OperationBody>(`/operations/${id}`)).body;

/** The operation once it has ended. */
async function ended(id: string): Promise<OperationBody> {
  return await expect
    .poll(() => operationOf(id), { timeout: 30_000 })
    .toSatisfy(({ state }: OperationBody) => !['queued', 'running'].includes(state))
    .then(() => operationOf(id));
}

/** Holds every listing of the store until it is let on. */
function holdListings(): () => void {
  const hold = Promise.withResolvers<null>();
  store.faults = ({ operation }) => (operation === 'ListObjectsV2' ? hold.promise : null);
  return () => {
    store.faults = () => null;
    hold.resolve(null);
  };
}

describe('a finalize', () => {
  it('answers at once where that is preferred, and its operation brings the receipt', async () => {
    const { bookId, uploadId } = await sentUpload({ 'a.txt': 'a' });
    const { status, headers, body } = await finalizeAsync(uploadId);
    expect(status).toBe(202);
    expect(headers.get('location')).toBe(`/operations/${body.id}`);
    expect(headers.get('preference-applied')).toBe('respond-async');
    expect(headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
    expect(body).toMatchObject({
      type: 'finalize',
      total: 1,
      target: { type: 'book', book_id: bookId },
    });
    const operation = await ended(body.id);
    expect(operation).toMatchObject({ state: 'done', done: 1, error: null });
    const again = await finalizeAsync(uploadId);
    expect(again).toMatchObject({ status: 200, body: { revision: 1, upload_id: uploadId } });
    expect(operation.result).toEqual(again.body);
    expect((await pusher.finalize(uploadId)).body).toEqual(again.body);
  });

  it('of what has not arrived fails with the problem, and the upload is open again', async () => {
    const { uploadId } = await sentUpload({ 'a.txt': 'a', 'b.txt': 'b' }, ['a.txt']);
    const operation = await ended((await finalizeAsync(uploadId)).body.id);
    expect(operation).toMatchObject({
      state: 'failed',
      result: null,
      error: {
        code: 'upload.incomplete',
        status: 409,
        errors_total: 1,
        errors: [{ code: 'upload.file_missing', path: 'b.txt' }],
      },
    });
    await pusher.send(uploadId, { 'b.txt': 'b' });
    expect((await pusher.finalize(uploadId)).body).toMatchObject({ revision: 1 });
  });

  it('asked for by many at once is done once, and all get its receipt', async () => {
    const { bookId, uploadId } = await sentUpload({ 'a.txt': 'a' });
    const answers = await Promise.all(Array.from({ length: 4 }, () => pusher.finalize(uploadId)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await rowsOf(desk.database, bookId)).toEqual(['a.txt 1-']);
  });

  it('names its operation while it is under way, and cannot be given up then', async () => {
    const { uploadId } = await sentUpload({ 'a.txt': 'a' });
    const letOn = holdListings();
    const { body } = await finalizeAsync(uploadId);
    const status = await desk.call<UploadStatusBody>(`/uploads/${uploadId}`);
    expect(status.body).toMatchObject({
      upload: { state: 'finalizing' },
      operation_id: body.id,
    });
    expect((await finalizeAsync(uploadId)).body.id).toBe(body.id);
    expect(await desk.call(`/uploads/${uploadId}`, { method: 'DELETE' })).toMatchObject({
      status: 409,
      body: { code: 'upload.not_open', state: 'finalizing' },
    });
    const asked = await desk.call(`/operations/${body.id}`);
    expect(asked.headers.has('retry-after')).toBe(true);
    letOn();
    expect(await ended(body.id)).toMatchObject({ state: 'done' });
  });

  it('that takes longer than its caller waits goes on behind the answer', async () => {
    const { uploadId } = await sentUpload({ 'a.txt': 'a' });
    const outliving: Promise<void>[] = [];
    const ctx: ContentRequest = {
      ...createTestWork(desk.database, { blobs: createNodeBlobs(store.access) }),
      actor: { type: 'user', id: systemIds.uuid(), email: 'editor@example.com', role: 'admin' },
      requestId: null,
      address: null,
      outlive: (work) => outliving.push(work),
      wakeTicks: () => {},
    };
    const letOn = holdListings();
    const { operation } = await finalizeUpload(ctx, { id: uploadId, patienceMs: 1 });
    letOn();
    // A worker may not even have taken it when patience is over.
    expect(operation?.state).toMatch(/^(queued|running)$/);
    await Promise.all(outliving);
    expect(await operationOf(operation?.id ?? '')).toMatchObject({ state: 'done' });
  });

  it('is forgotten 30 days after its end, its receipt not', async () => {
    const { uploadId } = await sentUpload({ 'a.txt': 'a' });
    const { body } = await finalizeAsync(uploadId);
    const { result } = await ended(body.id);
    await later('29 days', desk, removeOldOperations);
    expect((await desk.call(`/operations/${body.id}`)).status).toBe(200);
    await later('31 days', desk, removeOldOperations);
    for (const id of [body.id, 'no-uuid']) {
      expect(await desk.call(`/operations/${id}`)).toMatchObject({
        status: 404,
        body: { code: 'operation.not_found' },
      });
    }
    expect((await pusher.finalize(uploadId)).body).toEqual(result);
  });
});
