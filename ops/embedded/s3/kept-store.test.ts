import { expect, test } from 'vitest';
import type { CatalogEvent } from './catalog.ts';
import { Catalog } from './catalog.ts';
import type { BlobPort } from './kept-store.ts';
import { KeptStore } from './kept-store.ts';
import type { ObjectRecord } from './store.ts';

const ANY = () => undefined;
const at = { bucket: 'books', key: 'a' };

function objectOf(id: string): ObjectRecord {
  const blobs = [{ id, sizeBytes: 0 }];
  return { sizeBytes: 0, etag: id, modifiedAt: 1, headers: {}, checksum: null, blobs };
}

/** A store whose journal waits for, or fails by, the test's word. */
async function openGated() {
  const removed: string[] = [];
  const pending: { event: CatalogEvent; resolve: () => void; reject: (error: Error) => void }[] =
    [];
  const blobs: BlobPort = {
    write: async () => ({ id: 'x', sizeBytes: 0 }),
    read: async function* () {},
    remove: async (id) => void removed.push(id),
  };
  const journal = {
    append: (event: CatalogEvent) =>
      new Promise<void>((resolve, reject) => {
        pending.push({ event, resolve, reject });
      }),
    close: async () => undefined,
  };
  const store = new KeptStore({ catalog: new Catalog(), blobs, journal }, () => 1);
  const next = async () => {
    await new Promise((resolve) => setImmediate(resolve));
    const first = pending.shift();
    if (first === undefined) {
      throw new Error('Nothing was written to the journal.');
    }
    return first;
  };
  const created = store.createBucket(at.bucket);
  (await next()).resolve();
  await created;
  return { store, next, removed };
}

test('a change is neither acknowledged nor seen before it is durable', async () => {
  const { store, next } = await openGated();
  let acknowledged = false;
  const writing = store.putObject(at, objectOf('one'), ANY).then(() => {
    acknowledged = true;
  });
  const line = await next();
  expect(acknowledged).toBe(false);
  expect(store.findObject(at)).toBeNull();
  line.resolve();
  await writing;
  expect(store.findObject(at)?.etag).toBe('one');
});

test('a change the journal refuses did not happen, and its bytes go', async () => {
  const { store, next, removed } = await openGated();
  const first = store.putObject(at, objectOf('one'), ANY);
  (await next()).resolve();
  await first;
  const second = store.putObject(at, objectOf('two'), ANY);
  (await next()).reject(new Error('disk full'));
  await expect(second).rejects.toThrow('disk full');
  expect(store.findObject(at)?.etag).toBe('one');
  expect(removed).toEqual(['two']);
});

test('the bytes an object had are removed only once their replacement is durable', async () => {
  const { store, next, removed } = await openGated();
  const first = store.putObject(at, objectOf('one'), ANY);
  (await next()).resolve();
  await first;
  const second = store.putObject(at, objectOf('two'), ANY);
  const line = await next();
  expect(removed).toEqual([]);
  line.resolve();
  await second;
  expect(removed).toEqual(['one']);
});

test('bytes of replaced, unnamed and aborted parts are removed', async () => {
  const { store, next, removed } = await openGated();
  const durable = async <T>(change: Promise<T>): Promise<T> => {
    (await next()).resolve();
    return await change;
  };
  const begin = () => {
    const headers = {};
    const upload = { ...at, startedAt: 1, headers, algorithm: null };
    return durable(store.createUpload({ ...upload, checksumType: 'COMPOSITE' }));
  };
  const putPart = (id: string, partNumber: number, blobId: string) => {
    const blob = { id: blobId, sizeBytes: 0 };
    const part = { partNumber, etag: '', modifiedAt: 1, checksum: null, blob };
    return durable(store.putPart(at, id, part));
  };
  const completed = await begin();
  await putPart(completed, 1, 'replaced');
  await putPart(completed, 1, 'used');
  await putPart(completed, 2, 'unnamed');
  expect(removed).toEqual(['replaced']);
  await durable(store.completeUpload(at, completed, async () => objectOf('used')));
  expect(removed).toEqual(['replaced', 'unnamed']);
  const aborted = await begin();
  await putPart(aborted, 1, 'aborted');
  await durable(store.abortUpload(at, aborted));
  expect(removed).toEqual(['replaced', 'unnamed', 'aborted']);
});
