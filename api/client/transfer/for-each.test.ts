import { expect, test } from 'vitest';
import { createConcurrency } from './concurrency.ts';
import { type ForEachOptions, forEach } from './for-each.ts';

const settle = () => new Promise(setImmediate);

function atOnce(count: number, signal = new AbortController().signal): ForEachOptions<number> {
  return { concurrency: createConcurrency({ min: count, max: count, initial: count }), signal };
}

/** Endless numbers, and what became of their iterator. */
function numbers() {
  const state = { taken: 0, isReturned: false };
  async function* items() {
    try {
      for (;;) {
        state.taken += 1;
        yield state.taken;
      }
    } finally {
      state.isReturned = true;
    }
  }
  return { state, items };
}

/** Ends only when it is told to stop. */
function untilStopped(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

test.each([0, 1, 3, 100])('%i items are each worked on once', async (count) => {
  const worked: number[] = [];
  await forEach(
    () => Array.from({ length: count }, (_, index) => index),
    async (item) => {
      await settle();
      worked.push(item);
    },
    atOnce(7),
  );
  expect(worked.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
});

test('the first failure stops the others, and is thrown once all are at rest', async () => {
  const { state, items } = numbers();
  const stopped: number[] = [];
  const running = forEach(
    items,
    async (item, signal) => {
      if (item === 3) {
        await settle();
        throw new Error('the third');
      }
      await untilStopped(signal).catch(async (error: unknown) => {
        // It takes a while to come to rest, and then fails in its own way.
        await settle();
        stopped.push(item);
        throw new Error('stopped', { cause: error });
      });
    },
    atOnce(5),
  );
  await expect(running).rejects.toThrow('the third');
  expect(state.isReturned).toBe(true);
  expect(stopped).toEqual([1, 2, 4, 5]);
});

test('no more items are taken than there is room for', async () => {
  const { state, items } = numbers();
  const stopping = new AbortController();
  const running = forEach(items, (_, signal) => untilStopped(signal), atOnce(4, stopping.signal));
  await settle();
  await settle();
  // One more waits for room.
  expect(state.taken).toBe(5);
  stopping.abort(new Error('enough'));
  await expect(running).rejects.toThrow('enough');
  expect(state).toEqual({ taken: 5, isReturned: true });
});

test('items that fail to come stop those under way', async () => {
  const stopped: number[] = [];
  async function* items() {
    yield 1;
    yield 2;
    throw new Error('no more');
  }
  const running = forEach(
    items,
    (item, signal) =>
      untilStopped(signal).finally(() => {
        stopped.push(item);
      }),
    atOnce(4),
  );
  await expect(running).rejects.toThrow('no more');
  expect(stopped).toEqual([1, 2]);
});

test('a failure ends the wait for more items', async () => {
  async function* items(signal: AbortSignal) {
    yield 1;
    await untilStopped(signal);
  }
  const running = forEach(
    items,
    async () => {
      await settle();
      throw new Error('failed');
    },
    atOnce(4),
  );
  await expect(running).rejects.toThrow('failed');
});

test('stopped before it began, it works on nothing', async () => {
  const { state, items } = numbers();
  const worked: number[] = [];
  const signal = AbortSignal.abort(new Error('stopped'));
  const running = forEach(items, async (item) => void worked.push(item), atOnce(4, signal));
  await expect(running).rejects.toThrow('stopped');
  expect(worked).toEqual([]);
  expect(state.isReturned).toBe(true);
});

test('work that throws at once is a failure like any other', async () => {
  const work = () => {
    throw new RangeError('at once');
  };
  await expect(forEach(() => [1, 2], work, atOnce(1))).rejects.toThrow(RangeError);
});
