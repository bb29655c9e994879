import { availableParallelism } from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { createBatchPool } from '../../../api/client/transfer/batch-pool.ts';
import { type DigestReply, type DigestRequest, digestSlice } from './digest-slice.ts';

/** More only wait for the disk, or take the processor from sending. */
const MAX_THREADS = 8;
/** What is hashed without a thread, whose start costs about as much as this. */
const HERE_REQUESTS = 1000;
const HERE_BYTES = 32 * 1024 * 1024;

/** Hashes slices of local files on the machine's cores. */
export interface SliceHasher {
  /** Waits its turn. Rejects with the signal's reason if that comes before its turn does. */
  digest(request: DigestRequest, signal: AbortSignal): Promise<DigestReply>;
  /** Ends the threads; what waits is rejected. */
  close(): Promise<void>;
}

/** A small push starts no thread, a larger one starts them when there is work for them. */
export function createSliceHasher(
  maxThreads = Math.min(availableParallelism(), MAX_THREADS),
): SliceHasher {
  const threads = createBatchPool<DigestRequest, DigestReply>({
    maxWorkers: maxThreads,
    startWorker({ onReplies, onFailure }) {
      const worker = new Worker(new URL('./hash-worker.ts', import.meta.url));
      worker.on('message', onReplies);
      worker.on('error', onFailure);
      return { post: (batch) => worker.postMessage(batch), end: () => worker.terminate() };
    },
  });
  const closing = new AbortController();
  const here = { requests: HERE_REQUESTS, bytes: HERE_BYTES };
  return {
    async digest(request, signal) {
      if (here.requests === 0 || request.size > here.bytes) return threads.ask(request, signal);
      here.requests -= 1;
      here.bytes -= request.size;
      await nextTurn();
      signal.throwIfAborted();
      closing.signal.throwIfAborted();
      return digestSlice(request);
    },
    async close() {
      closing.abort(new DOMException('The hasher was closed.', 'AbortError'));
      await threads.close();
    },
  };
}
