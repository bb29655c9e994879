import { randomBytes } from 'node:crypto';
import { Catalog } from './catalog.ts';
import type { BlobPort } from './kept-store.ts';
import { KeptStore } from './kept-store.ts';
import type { ObjectStore } from './store.ts';

function makeMemoryBlobs(): BlobPort {
  const contents = new Map<string, Buffer>();
  return {
    async write(chunks) {
      const taken: Uint8Array[] = [];
      for await (const chunk of chunks) {
        taken.push(chunk);
      }
      const id = randomBytes(16).toString('hex');
      const bytes = Buffer.concat(taken);
      contents.set(id, bytes);
      return { id, sizeBytes: bytes.length };
    },
    async *read(blob, range) {
      const bytes = contents.get(blob.id);
      if (bytes === undefined) {
        throw new Error(`Blob ${blob.id} is gone.`);
      }
      yield bytes.subarray(range.first, range.last + 1);
    },
    async remove(id) {
      contents.delete(id);
    },
  };
}

/** A store that lives as long as the process; for tests and simulations. */
export function openMemoryStore(now: () => number): ObjectStore {
  const journal = { append: async () => undefined, close: async () => undefined };
  return new KeptStore({ catalog: new Catalog(), blobs: makeMemoryBlobs(), journal }, now);
}
