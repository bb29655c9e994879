import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { SliceFailure, SliceOrder, SliceReply, SliceRequest } from './slice-messages.ts';
import { StoreAnswerError, StoreUnreachableError } from './store-reader.ts';

/** More only take the processor from the store where that is on the same machine. */
const MAX_THREADS = 4;

/**
 * Fetches slices of objects into open files, and hashes them, on the machine's cores: one alone
 * hashes about as fast as a quick network delivers.
 */
export interface SliceFetcher {
  /**
   * When it ends, in whatever way, nothing is written to the file any more.
   * @param onBytes told how many bytes more have come, or fewer: what came in vain
   * @returns the SHA-256 of the slice
   * @throws StoreAnswerError, StoreUnreachableError, the error of a system call, or the signal's
   * reason
   */
  fetch(
    request: SliceRequest,
    signal: AbortSignal,
    onBytes: (count: number) => void,
  ): Promise<Buffer>;
  /** Ends the threads. Nothing may be under way. */
  close(): Promise<void>;
}

interface Job {
  counted: number;
  readonly onBytes: (count: number) => void;
  readonly resolve: (digest: Buffer) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
}

/** Threads start when there is work for them. */
export function createSliceFetcher(
  maxThreads = Math.min(availableParallelism(), MAX_THREADS),
): SliceFetcher {
  const threads = new Set<Thread>();
  let lastId = 0;

  function leastBusy(): Thread {
    let least: Thread | undefined;
    for (const thread of threads) {
      if (!least || thread.jobs.size < least.jobs.size) least = thread;
    }
    const isIdle = least?.jobs.size === 0;
    return least && (isIdle || threads.size >= maxThreads) ? least : startThread(threads);
  }

  return {
    async fetch(request, signal, onBytes) {
      signal.throwIfAborted();
      lastId += 1;
      const id = lastId;
      const { worker, jobs } = leastBusy();
      const order = (message: SliceOrder) => worker.postMessage(message);
      const stop = () => order({ kind: 'stop', id });
      signal.addEventListener('abort', stop, { once: true });
      const job = Promise.withResolvers<Buffer>();
      const { resolve, reject } = job;
      jobs.set(id, { counted: 0, onBytes, resolve, reject });
      order({ kind: 'fetch', id, request });
      try {
        return await job.promise;
      } catch (error) {
        throw signal.aborted ? signal.reason : error;
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
      threads.clear();
    },
  };
}

function startThread(threads: Set<Thread>): Thread {
  const worker = new Worker(new URL('./slice-worker.ts', import.meta.url));
  const thread: Thread = { worker, jobs: new Map() };
  threads.add(thread);
  worker.on('message', (reply: SliceReply) => settle(thread, reply));
  worker.on('error', (error) => {
    threads.delete(thread);
    for (const job of thread.jobs.values()) fail(job, error);
    thread.jobs.clear();
  });
  return thread;
}

function settle({ jobs }: Thread, reply: SliceReply): void {
  const job = jobs.get(reply.id);
  if (!job) return;
  switch (reply.kind) {
    case 'bytes':
      job.counted += reply.count;
      job.onBytes(reply.count);
      return;
    case 'done':
      job.resolve(Buffer.from(reply.digest));
      break;
    case 'failed':
      fail(job, errorOf(reply.failure));
      break;
  }
  jobs.delete(reply.id);
}

function fail(job: Job, error: unknown): void {
  job.onBytes(-job.counted);
  job.reject(error);
}

function errorOf(failure: SliceFailure): Error {
  switch (failure.kind) {
    case 'answer':
      return new StoreAnswerError(failure.status, failure.code, failure.retryAfterSeconds);
    case 'unreachable':
      return new StoreUnreachableError(failure.message);
    case 'disk':
      return Object.assign(new Error(failure.message), { code: failure.code, syscall: 'write' });
    case 'other':
      return new Error(failure.message);
  }
}
