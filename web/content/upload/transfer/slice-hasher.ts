import { type BatchPool, createBatchPool } from '../../../../api/client/transfer/batch-pool.ts';
import type { DigestReply, DigestRequest } from './digest-slice.ts';

/** More only take the processor from sending, and each may hold a part. */
const MAX_WORKERS = 4;

/** Hashes slices of picked files beside the page. */
export type SliceHasher = BatchPool<DigestRequest, DigestReply>;

/** Starts its workers when there is work for them. */
export function createSliceHasher(): SliceHasher {
  return createBatchPool({
    maxWorkers: Math.min(navigator.hardwareConcurrency, MAX_WORKERS),
    startWorker({ onReplies, onFailure }) {
      const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
      worker.addEventListener('message', ({ data }) => onReplies(data));
      worker.addEventListener('error', ({ message }) =>
        onFailure(new Error(`A hashing worker failed: ${message}`)),
      );
      return { post: (batch) => worker.postMessage(batch), end: async () => worker.terminate() };
    },
  });
}
