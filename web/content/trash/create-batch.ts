import { createSignal } from 'solid-js';

export interface BatchFailure<Item> {
  readonly item: Item;
  readonly error: unknown;
}

/** One act after the other on many things; what fails does not stop the rest. */
export interface Batch<Item> {
  /** Resolves when all were tried. @returns how many it was done to */
  run(items: readonly Item[], act: (item: Item) => Promise<unknown>): Promise<number>;
  isRunning(): boolean;
  done(): number;
  total(): number;
  /** Of the last run. */
  failures(): readonly BatchFailure<Item>[];
  forget(): void;
}

export function createBatch<Item>(): Batch<Item> {
  const [isRunning, setRunning] = createSignal(false);
  const [done, setDone] = createSignal(0);
  const [total, setTotal] = createSignal(0);
  const [failures, setFailures] = createSignal<readonly BatchFailure<Item>[]>([]);
  return {
    isRunning,
    done,
    total,
    failures,
    forget: () => setFailures([]),
    async run(items, act) {
      setTotal(items.length);
      setDone(0);
      setFailures([]);
      setRunning(true);
      for (const item of items) {
        await act(item).catch((error: unknown) => setFailures([...failures(), { item, error }]));
        setDone(done() + 1);
      }
      setRunning(false);
      return items.length - failures().length;
    },
  };
}
