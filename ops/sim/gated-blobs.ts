import type { BlobEntry, Blobs, Bucket } from '../../api/core/ports.ts';
import type { Process } from './gate.ts';
import { type MemoryStore, placeOf } from './memory-store.ts';
import type { Scheduler } from './scheduler.ts';

/** The store as one process has it: each call, and each page of a list, is a gate. */
export function gatedBlobs(scheduler: Scheduler, process: Process, store: MemoryStore): Blobs {
  const call = <T>(label: string, run: () => T): Promise<T> =>
    scheduler.gate(process, { kind: 'blob', label }, async () => run());

  async function* list(
    bucket: Bucket,
    prefix: string,
    startAfter?: string,
  ): AsyncGenerator<readonly BlobEntry[], void> {
    for (let after = startAfter; ; ) {
      const start = after;
      const page = await call(`list ${bucket}/${prefix}`, () => store.list(bucket, prefix, start));
      const last = page.at(-1);
      if (!last) return;
      yield page;
      after = last.key;
    }
  }

  return {
    ensureBucket: async () => {},
    ping: async () => {},
    refusesWrongChecksum: async () => true,
    list,
    createMultipart: (at) =>
      call(`createMultipart ${placeOf(at)}`, () => store.createMultipart(at, false)),
    listParts: (at, id) => call(`listParts ${placeOf(at)} ${id}`, () => store.listParts(id)),
    completeMultipart: (at, id, parts) =>
      call(`completeMultipart ${placeOf(at)} ${id}`, () => {
        const inOrder = [...parts].sort((a, b) => a.number - b.number);
        return store.complete(
          id,
          inOrder.map(({ etag }) => etag),
        )?.sha256;
      }),
    abortMultipart: (at, id) =>
      call(`abortMultipart ${placeOf(at)} ${id}`, () => {
        store.multiparts.delete(id);
      }),
    copy: (from, to, etag) =>
      call(`copy ${placeOf(from)} to ${placeOf(to)}`, () => store.copy(from, to, etag)),
    createCopyMultipart: (to) =>
      call(`createCopyMultipart ${placeOf(to)}`, () => store.createMultipart(to, true)),
    copyPart: (part) =>
      call(`copyPart ${part.number} ${placeOf(part.from)} to ${placeOf(part.to)}`, () =>
        store.copyPart(part),
      ),
    completeCopyMultipart: (to, id, etags) =>
      call(`completeCopyMultipart ${placeOf(to)} ${id}`, () => store.complete(id, etags)?.etag),
    head: (at) => call(`head ${placeOf(at)}`, () => store.head(at)),
    getJson: () => Promise.reject(new Error('Nothing here reads a document.')),
    get: () => Promise.reject(new Error('Nothing here reads an object.')),
    deleteMany: (bucket, keys) =>
      call(`deleteMany ${bucket}: ${keys.join(' ')}`, () => store.delete(bucket, keys)),
    putJson: (at) => call(`putJson ${placeOf(at)}`, () => {}),
  };
}
