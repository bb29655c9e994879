/** A message to a worker costs as much as hashing a small file does, so requests share one. */
const BATCH_REQUESTS = 64;
const BATCH_BYTES = 4 * 1024 * 1024;

/** A worker of either runtime, so far as a pool needs it. */
export interface BatchWorker<Q> {
  post(batch: readonly Q[]): void;
  /** Ends it, whatever it works on. */
  end(): Promise<unknown>;
}

/** What a worker tells its pool. */
export interface BatchWorkerEvents<R> {
  /** @param replies one for each request of the batch, in its order */
  onReplies(replies: readonly R[]): void;
  /** It takes no more. */
  onFailure(error: Error): void;
}

export interface BatchPoolOptions<Q, R> {
  readonly maxWorkers: number;
  /** Called when there is work for one more. */
  readonly startWorker: (events: BatchWorkerEvents<R>) => BatchWorker<Q>;
}

/** Hands requests to workers, as many at once as they work off soon. */
export interface BatchPool<Q, R> {
  /** Waits its turn. Rejects with the signal's reason if that comes before its turn does. */
  ask(request: Q, signal: AbortSignal): Promise<R>;
  /** Ends its workers; what waits for them is rejected. */
  close(): Promise<void>;
}

interface Job<Q, R> {
  readonly request: Q;
  readonly signal: AbortSignal;
  resolve(reply: R): void;
  reject(error: unknown): void;
}

/** A worker and what it works on. */
interface Hand<Q, R> {
  readonly worker: BatchWorker<Q>;
  batch: readonly Job<Q, R>[];
}

/** @typeParam Q requests, each with the bytes it is about */
export function createBatchPool<Q extends { readonly size: number }, R>(
  options: BatchPoolOptions<Q, R>,
): BatchPool<Q, R> {
  const { maxWorkers, startWorker } = options;
  const waiting: Job<Q, R>[] = [];
  const hands = new Set<Hand<Q, R>>();
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
      hand.worker.post(batch.map(({ request }) => request));
    }
  }

  function idleHand(): Hand<Q, R> | undefined {
    for (const hand of hands) if (hand.batch.length === 0) return hand;
    return hands.size < maxWorkers ? hire() : undefined;
  }

  function hire(): Hand<Q, R> {
    const worker = startWorker({
      onReplies(replies) {
        const { batch } = hand;
        hand.batch = [];
        dispatch(); // before those who asked ask for more, so that no worker waits for them
        for (const [index, job] of batch.entries()) settle(job, replies[index]);
      },
      onFailure(error) {
        hands.delete(hand);
        for (const job of hand.batch) job.reject(error);
        dispatch();
      },
    });
    const hand: Hand<Q, R> = { worker, batch: [] };
    hands.add(hand);
    return hand;
  }

  return {
    ask(request, signal) {
      return new Promise((resolve, reject) => {
        waiting.push({ request, signal, resolve, reject });
        schedule();
      });
    },
    async close() {
      const closed = new DOMException('The pool was closed.', 'AbortError');
      for (const job of waiting.splice(0)) job.reject(closed);
      const ended = [...hands];
      hands.clear();
      await Promise.all(ended.map(({ worker }) => worker.end()));
      for (const job of ended.flatMap(({ batch }) => batch)) job.reject(closed);
    },
  };
}

/** Takes a worker's fair share of what waits, but no more than a batch. */
function nextBatch<Q extends { readonly size: number }, R>(
  waiting: Job<Q, R>[],
  workers: number,
): Job<Q, R>[] {
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

function settle<Q, R>(job: Job<Q, R>, reply: R | undefined): void {
  if (reply === undefined) job.reject(new Error('A worker gave fewer replies than requests.'));
  else job.resolve(reply);
}
