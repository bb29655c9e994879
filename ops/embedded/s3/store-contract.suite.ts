import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ObjectRecord, ObjectStore } from './store.ts';

export type OpenedStore = { store: ObjectStore; cleanUp: () => Promise<void> };

const ANY = () => undefined;
const bucket = 'books';

async function* bytesOf(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    yield Buffer.from(text);
  }
}

async function readAll(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const taken: Uint8Array[] = [];
  for await (const chunk of chunks) {
    taken.push(chunk);
  }
  return Buffer.concat(taken).toString();
}

/** What every object store must do, whatever it keeps its objects in. */
export function describeObjectStore(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore;
    let store: ObjectStore;

    beforeEach(async () => {
      opened = await open();
      store = opened.store;
      await store.createBucket(bucket);
    });

    afterEach(async () => {
      await store.close();
      await opened.cleanUp();
    });

    async function stageObject(text: string): Promise<ObjectRecord> {
      const blob = await store.stage(bytesOf(text));
      const { sizeBytes } = blob;
      return { sizeBytes, etag: text, modifiedAt: 1, headers: {}, checksum: null, blobs: [blob] };
    }

    async function put(key: string, text: string): Promise<void> {
      await store.putObject({ bucket, key }, await stageObject(text), ANY);
    }

    async function get(key: string): Promise<string | null> {
      const object = store.openObject({ bucket, key });
      if (object === null) {
        return null;
      }
      const text = await readAll(object.read());
      object.close();
      return text;
    }

    function keys(prefix = ''): string[] {
      const query = { prefix, delimiter: '', after: null, limit: 10_000 };
      return store.listObjects(bucket, query).objects.map(({ key }) => key);
    }

    async function beginUpload(key: string): Promise<string> {
      return await store.createUpload({
        bucket,
        key,
        startedAt: 1,
        headers: {},
        algorithm: null,
        checksumType: 'COMPOSITE',
      });
    }

    async function putPart(key: string, id: string, partNumber: number): Promise<void> {
      const blob = await store.stage(bytesOf(`part ${partNumber};`));
      const part = { partNumber, etag: String(partNumber), modifiedAt: 1, checksum: null, blob };
      await store.putPart({ bucket, key }, id, part);
    }

    function completeUpload(key: string, id: string): Promise<ObjectRecord> {
      return store.completeUpload({ bucket, key }, id, async ({ parts }) => {
        const blobs = [...parts.values()].map(({ blob }) => blob);
        const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
        return { sizeBytes, etag: 'm', modifiedAt: 1, headers: {}, checksum: null, blobs };
      });
    }

    test('any key holds its own bytes', async () => {
      const key = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => text.isWellFormed());
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(key, { minLength: 1, maxLength: 8 }), async (some) => {
          for (const one of some) {
            await put(one, `of ${one}`);
          }
          expect(keys()).toEqual(
            [...some].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
          );
          for (const one of some) {
            expect(await get(one)).toBe(`of ${one}`);
            await store.deleteObject({ bucket, key: one }, ANY);
          }
          expect(keys()).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });

    test('a body that breaks off leaves nothing and the old object untouched', async () => {
      await put('a', 'old');
      const broken = (async function* () {
        yield Buffer.from('half');
        throw new Error('broken off');
      })();
      await expect(store.stage(broken)).rejects.toThrow('broken off');
      expect(await get('a')).toBe('old');
    });

    test('a reader of a replaced or deleted object reads the old bytes to the end', async () => {
      await put('a', 'old');
      const first = store.openObject({ bucket, key: 'a' });
      await put('a', 'new');
      const second = store.openObject({ bucket, key: 'a' });
      await store.deleteObject({ bucket, key: 'a' }, ANY);
      expect(await get('a')).toBeNull();
      expect(first && (await readAll(first.read()))).toBe('old');
      expect(second && (await readAll(second.read()))).toBe('new');
      first?.close();
      second?.close();
    });

    test('a range is read across the borders of parts', async () => {
      const id = await beginUpload('a');
      for (const partNumber of [1, 2, 3]) {
        await putPart('a', id, partNumber);
      }
      await completeUpload('a', id);
      const whole = 'part 1;part 2;part 3;';
      const object = store.openObject({ bucket, key: 'a' });
      for (let first = 0; first < whole.length; first += 1) {
        for (let last = first; last < whole.length; last += 1) {
          const text = object && (await readAll(object.read({ first, last })));
          expect(text).toBe(whole.slice(first, last + 1));
        }
      }
      object?.close();
    });

    test('a guard that throws leaves the key as it was', async () => {
      await put('a', 'old');
      const refuse = (current: ObjectRecord | null) => {
        throw new Error(`has ${current?.etag}`);
      };
      const refused = store.putObject({ bucket, key: 'a' }, await stageObject('new'), refuse);
      await expect(refused).rejects.toThrow('has old');
      await expect(store.deleteObject({ bucket, key: 'a' }, refuse)).rejects.toThrow('has old');
      expect(await get('a')).toBe('old');
    });

    test('of writers that each want to be first, one is', async () => {
      const mustBeFirst = (current: ObjectRecord | null) => {
        if (current !== null) {
          throw new Error('taken');
        }
      };
      const outcomes = await Promise.allSettled(
        ['1', '2', '3', '4', '5'].map(async (text) =>
          store.putObject({ bucket, key: 'a' }, await stageObject(text), mustBeFirst),
        ),
      );
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    });

    test('an upload is completed once, or aborted once', async () => {
      const id = await beginUpload('a');
      await putPart('a', id, 1);
      const outcomes = await Promise.allSettled([
        completeUpload('a', id),
        completeUpload('a', id),
        store.abortUpload({ bucket, key: 'a' }, id),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
      await expect(putPart('a', id, 2)).rejects.toThrow(/does not exist/);
      expect(store.listUploads(bucket)).toEqual([]);
      expect(await get('a')).toBe('part 1;');
    });

    test('an upload belongs to its key', async () => {
      const id = await beginUpload('a');
      expect(() => store.findUpload({ bucket, key: 'b' }, id)).toThrow(/does not exist/);
      await expect(store.abortUpload({ bucket, key: 'b' }, id)).rejects.toThrow(/does not exist/);
      expect(store.findUpload({ bucket, key: 'a' }, id).id).toBe(id);
    });

    test('a bucket with an object, or one being written, is not deleted', async () => {
      const writing = put('a', 'x');
      await writing;
      await expect(store.deleteBucket(bucket)).rejects.toThrow(/not empty/);
      await store.deleteObject({ bucket, key: 'a' }, ANY);
      const object = await stageObject('late');
      const late = store.putObject({ bucket, key: 'a' }, object, ANY);
      await expect(store.deleteBucket(bucket)).rejects.toThrow(/not empty/);
      await late;
      expect(await get('a')).toBe('late');
    });

    test('a deleted bucket takes its open uploads along and may be made again', async () => {
      const id = await beginUpload('a');
      await putPart('a', id, 1);
      await store.deleteBucket(bucket);
      expect(() => store.findObject({ bucket, key: 'a' })).toThrow(/bucket does not exist/);
      await store.createBucket(bucket);
      expect(store.listUploads(bucket)).toEqual([]);
      expect(() => store.findUpload({ bucket, key: 'a' }, id)).toThrow(/upload does not exist/);
    });
  });
}
