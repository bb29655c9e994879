import type { DigestReply, DigestRequest } from './digest-slice.ts';

/** More only take the processor from sending, and each may hold a part. */
const MAX_WORKERS = 4;
/** A message to a worker costs as much as hashing a small file does, so they share one. */
const BATCH_REQUESTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

/** Hashes slices of picked files beside the page. */
export interface SliceHasher {
  /** Waits its turn. Rejects with the signal's reason if that comes before its turn does. */
  digest(request: DigestRequest, signal: AbortSignal): Promise<DigestReply>;
  /** Ends its workers; what waits for them is rejected. */
  dispose(): void;
}

interface Job {
  readonly request: DigestRequest;
  readonly signal: AbortSignal;
  resolve(reply: DigestReply): void;
  reject(error: unknown): void;
}

/** A worker and what it works on. */
interface Hand {
  readonly worker: Worker;
  batch: readonly Job[];
}

/** Starts its workers when there is work for them. */
export function createSliceHasher(
  maxWorkers = Math.min(navigator.hardwareConcurrency, MAX_WORKERS),
): SliceHasher {
  const waiting: Job[] = [];
  const hands = new Set<Hand>();
  let isScheduled = false;

  /** After the current turn, so that what is asked for in one goes out together. */
  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setTimeout(() => {
      isScheduled = false;
      dispatch();
    });
  }

  function dispatch(): void {
    while (waiting.length > 0) {
      const hand = idleHand();
      if (!hand) return;
      const batch = nextBatch(waiting, maxWorkers);
      if (batch.length === 0) continue;
      hand.batch = batch;
      hand.worker.postMessage(batch.map(({ request }) => request));
    }
  }

  function idleHand(): Hand | undefined {
    for (const hand of hands) if (hand.batch.length === 0) return hand;
    return hands.size < maxWorkers ? hire() : undefined;
  }

  function hire(): Hand {
    const worker = new Worker(new URL('./hash-worker.ts', import.meta.url), { type: 'module' });
    const hand: Hand = { worker, batch: [] };
    hands.add(hand);
    worker.addEventListener('message', ({ data }: MessageEvent<readonly DigestReply[]>) => {
      const { batch } = hand;
      hand.batch = [];
      dispatch(); // before those who asked ask for more, so that no worker waits for them
      for (const [index, reply] of data.entries()) batch[index]?.resolve(reply);
    });
    worker.addEventListener('error', ({ message }) => {
      hands.delete(hand);
      for (const job of hand.batch) job.reject(new Error(`A hashing worker failed: ${message}`));
      dispatch();
    });
    return hand;
  }

  return {
    digest(request, signal) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, signal, resolve, reject });
        schedule();
      });
    },
    dispose() {
      const ended = new DOMException('The hasher was disposed of.', 'AbortError');
      for (const { worker, batch } of hands) {
        worker.terminate();
        for (const job of batch) job.reject(ended);
      }
      hands.clear();
      for (const job of waiting.splice(0)) job.reject(ended);
    },
  };
}

/** Takes a worker's fair share of what waits, but no more than a batch. */
function nextBatch(waiting: Job[], workers: number): Job[] {
  const most = Math.min(BATCH_REQUESTS, Math.ceil(waiting.length / workers));
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
