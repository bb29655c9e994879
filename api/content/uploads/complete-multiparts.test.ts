import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { compositeOf } from '../../core/hashes.ts';
import type { Blobs } from '../../core/ports.ts';
import { type BookDesk, openBookDesk } from '../../testing/books.ts';
import { createPusher, type Pusher } from '../../testing/pusher.ts';
import { startWatchedStore, type WatchedStore } from '../../testing/watched-store.ts';

const MIB = 1024 * 1024;
const PATH = 'video/intro.mp4';
const right = new Uint8Array(17 * MIB).fill(1);
const wrong = new Uint8Array(17 * MIB).fill(2);

let store: WatchedStore;
let blobs: Blobs;
let desk: BookDesk;
let pusher: Pusher;
beforeAll(async () => {
  store = await startWatchedStore();
  blobs = createNodeBlobs(store.access);
  desk = await openBookDesk(store.access);
  pusher = createPusher(desk);
});
afterAll(async () => {
  await desk.database.close();
  await store.stop();
});

/** An upload of a manifest with the right bytes, whose parts were sent with others. */
async function sentWith(bytes: Uint8Array) {
  const { id } = await desk.create();
  const content = { [PATH]: right };
  const { upload } = (await pusher.plan(id, content)).body;
  await pusher.sendParts(upload.id, { path: PATH, bytes }, [1, 2]);
  const [row] = await desk.database.query.execute<{ multipart_id: string; key: string }>(sql`
    SELECT multipart_id, u.prefix || '/' || u.gen || '/' || m.path AS key FROM upload_multiparts m
    JOIN uploads u ON u.id = upload_id
    WHERE u.id = ${upload.id}`);
  const at = { bucket: 'books', key: row?.key ?? '' } as const;
  const multipartId = row?.multipart_id ?? '';
  return { at, multipartId, uploadId: upload.id, planAgain: () => pusher.plan(id, content) };
}

type Sent = Awaited<ReturnType<typeof sentWith>>;

async function join({ at, multipartId }: Sent): Promise<void> {
  const parts = (await blobs.listParts(at, multipartId)) ?? [];
  expect(await blobs.completeMultipart(at, multipartId, parts)).toMatch(/-2$/);
}

/** All parts are asked for again, and with the right ones it is published. */
async function mend({ uploadId, planAgain }: Sent): Promise<void> {
  expect((await planAgain()).body).toMatchObject({
    upload: { id: uploadId },
    counts: { arrived: 0, send: 1 },
    multipart: [{ missing: [[1, 2]] }],
  });
  await pusher.sendParts(uploadId, { path: PATH, bytes: right }, [1, 2]);
  expect((await pusher.finalize(uploadId)).body).toMatchObject({ revision: 1 });
}

const mismatch = {
  status: 409,
  body: { code: 'upload.incomplete', errors: [{ code: 'upload.size_mismatch', path: PATH }] },
};

describe('a file sent in parts', () => {
  it('that are not those of the manifest is not joined, and is sent anew', async () => {
    const sent = await sentWith(wrong);
    store.requests.length = 0;
    expect(await pusher.finalize(sent.uploadId)).toMatchObject(mismatch);
    const asked = store.requests.map(({ operation }) => operation);
    expect(asked).toContain('ListParts');
    expect(asked).not.toContain('CompleteMultipartUpload');
    expect(await blobs.listParts(sent.at, sent.multipartId)).toBeUndefined();
    await mend(sent);
  });

  it('that were joined and are not those of the manifest is deleted, and sent anew', async () => {
    const sent = await sentWith(wrong);
    await join(sent);
    expect(await pusher.finalize(sent.uploadId)).toMatchObject(mismatch);
    expect(await blobs.head(sent.at)).toBeUndefined();
    await mend(sent);
  });

  it('that were joined by a finalizer that died is published', async () => {
    const sent = await sentWith(right);
    await join(sent);
    expect((await pusher.finalize(sent.uploadId)).body).toMatchObject({ revision: 1 });
  });

  it('that the store has lost is sent anew', async () => {
    const sent = await sentWith(right);
    await blobs.abortMultipart(sent.at, sent.multipartId);
    expect(await pusher.finalize(sent.uploadId)).toMatchObject({
      status: 409,
      body: { errors: [{ code: 'upload.part_missing', path: PATH, parts: [[1, 2]] }] },
    });
    await mend(sent);
  });

  it('of which many are to be joined has all of them told, in the order of their paths', async () => {
    const { id } = await desk.create();
    const paths = Array.from({ length: 20 }, (_, index) => `${String(index).padStart(2, '0')}.bin`);
    const content = Object.fromEntries(paths.map((path) => [path, right]));
    const { upload } = (await pusher.plan(id, content)).body;
    const { body } = await pusher.finalize<{ errors: { path: string }[] }>(upload.id);
    expect(body.errors.map(({ path }) => path)).toEqual(paths);
  });
});

describe('the composite of parts', () => {
  it('is the SHA-256 of their SHA-256s, as the store computes it', async () => {
    const sent = await sentWith(right);
    await join(sent);
    const digests = [right.subarray(0, 16 * MIB), right.subarray(16 * MIB)].map((part) =>
      createHash('sha256').update(part).digest('hex'),
    );
    expect((await blobs.head(sent.at))?.sha256).toBe(await compositeOf(digests));
  });
});
