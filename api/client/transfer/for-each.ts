import type { Concurrency } from './concurrency.ts';

export interface ForEachOptions<T> {
  readonly concurrency: Concurrency;
  readonly signal: AbortSignal;
  /** What working on an item carries. */
  readonly bytesOf?: (item: T) => number;
}

/** @param signal aborted when no more items are wanted */
type ItemsUntil<T> = (signal: AbortSignal) => AsyncIterable<T> | Iterable<T>;

/**
 * Works on items side by side, as many as `concurrency` has room for, and takes no more than those
 * from `items`. The first failure stops the others.
 * @throws that failure, or the signal's reason, once nothing is under way any more
 */
export async function forEach<T>(
  items: ItemsUntil<T>,
  work: (item: T, signal: AbortSignal) => Promise<void>,
  { concurrency, signal, bytesOf = () => 0 }: ForEachOptions<T>,
): Promise<void> {
  const failed = new AbortController();
  const either = AbortSignal.any([signal, failed.signal]);
  const underWay = new Set<Promise<void>>();
  try {
    for await (const item of items(either)) {
      either.throwIfAborted();
      const started = Promise.withResolvers<void>();
      const task = concurrency
        .run(() => {
          started.resolve();
          either.throwIfAborted();
          return work(item, either);
        }, bytesOf(item))
        .catch((error: unknown) => failed.abort(error))
        .finally(() => underWay.delete(task));
      underWay.add(task);
      await started.promise;
      // Asking for the next item may be work as well.
      either.throwIfAborted();
    }
  } catch (error) {
    failed.abort(error);
  }
  await Promise.all(underWay);
  either.throwIfAborted();
}
