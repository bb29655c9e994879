import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type DigestReply, type DigestRequest, digestSlice } from './digest-slice.ts';

/** More only wait for the disk, or take the processor from sending. */
const MAX_THREADS = 8;
/** A message between threads costs as much as hashing a small file does, so they share one. */
const BATCH_REQUESTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;
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

interface Job {
  readonly request: DigestRequest;
  readonly signal: AbortSignal;
  resolve(reply: DigestReply): void;
  reject(error: unknown): void;
}

/** A thread and what it works on. */
interface Thread {
  readonly worker: Worker;
  batch: readonly Job[];
}

/** A small push starts no thread, a larger one starts them when there is work for them. */
export function createSliceHasher(
  maxThreads = Math.min(availableParallelism(), MAX_THREADS),
): SliceHasher {
  const waiting: Job[] = [];
  const threads = new Set<Thread>();
  const here = { requests: HERE_REQUESTS, bytes: HERE_BYTES };
  let isScheduled = false;

  /** After the current turn, so that what is asked for in one goes out together. */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(() => {
      isScheduled = false;
      dispatch();
    });
  }

  function dispatch(): void {
    for (let next = waiting[0]; next; next = waiting[0]) {
      if (here.requests > 0 && next.request.size <= here.bytes) {
        hashHere();
        return;
      }
      const thread = idleThread();
      if (!thread) return;
      const batch = nextBatch(waiting, maxThreads);
      if (batch.length === 0) continue;
      thread.batch = batch;
      thread.worker.postMessage(batch.map(({ request }) => request));
    }
  }

  function hashHere(): void {
    for (const { request, resolve } of nextBatch(waiting, 1)) {
      here.requests -= 1;
      here.bytes -= request.size;
      resolve(digestSlice(request));
    }
    if (waiting.length > 0) schedule();
  }

  function idleThread(): Thread | undefined {
    for (const thread of threads) if (thread.batch.length === 0) return thread;
    return threads.size < maxThreads ? startThread() : undefined;
  }

  function startThread(): Thread {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url));
    const thread: Thread = { worker, batch: [] };
    threads.add(thread);
    worker.on('message', (replies: readonly DigestReply[]) => {
      const { batch } = thread;
      thread.batch = [];
      dispatch(); // before those who asked ask for more, so that no thread waits for them
      for (const [index, reply] of replies.entries()) batch[index]?.resolve(reply);
    });
    worker.on('error', (error) => {
      threads.delete(thread);
      for (const job of thread.batch) job.reject(error);
      dispatch();
    });
    return thread;
  }

  return {
    digest(request, signal) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, signal, resolve, reject });
        schedule();
      });
    },
    async close() {
      const closed = new Error('The hasher was closed.');
      for (const job of waiting.splice(0)) job.reject(closed);
      const ended = [...threads];
      threads.clear();
      await Promise.all(ended.map(({ worker }) => worker.terminate()));
      for (const job of ended.flatMap(({ batch }) => batch)) job.reject(closed);
    },
  };
}

/** Takes a thread's fair share of what waits, but no more than a batch. */
function nextBatch(waiting: Job[], threads: number): Job[] {
  const most = Math.min(BATCH_REQUESTS, Math.ceil(waiting.length / threads));
  let bytes = 0;
  let count = 0;
  for (const { request } of waiting) {
    bytes += request.size;
    if (count === most || (count > 0 && bytes > BATCH_BYTES)) break;
    count += 1;
  }
  const taken = waiting.splice(0, count);
  for (const { signal, reject } of taken) if (signal.aborted) reject(signal.reason);
  return taken.filter(({ signal }) => !signal.aborted);
}
