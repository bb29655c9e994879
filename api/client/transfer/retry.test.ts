import { describe, expect, test } from 'vitest';
import { type RetryOptions, retry, type Transient } from './retry.ts';
import { wait } from './wait.ts';

class Passing extends Error {
  readonly retryAfterSeconds: number | undefined;

  constructor(retryAfterSeconds?: number) {
    super('later');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

const transient = (error: unknown): Transient | undefined =>
  error instanceof Passing ? error : undefined;

/** Mulberry32: the same numbers for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A clock that only waits move, and what was waited. */
function standingClock(change: Partial<RetryOptions> = {}) {
  const clock = { ms: 0 };
  const delays: number[] = [];
  const options: RetryOptions = {
    signal: new AbortController().signal,
    transient,
    now: () => clock.ms,
    async wait(ms) {
      delays.push(ms);
      clock.ms += ms;
    },
    ...change,
  };
  return { clock, delays, options };
}

/** Fails so many times, then gives `done`. */
function failing(times: number, error: (nth: number) => Error = () => new Passing()) {
  let calls = 0;
  return {
    calls: () => calls,
    async task() {
      calls += 1;
      if (calls <= times) throw error(calls);
      return 'done';
    },
  };
}

describe('retrying', () => {
  test('what works at once is done once, without a wait', async () => {
    const { options, delays } = standingClock();
    const { task, calls } = failing(0);
    expect(await retry(task, options)).toBe('done');
    expect([calls(), delays]).toEqual([1, []]);
  });

  test.each([1, 2, 3, 4, 5])(
    'delays lie between 0 and a doubling bound (seed %i)',
    async (seed) => {
      const { options, delays } = standingClock({ random: seeded(seed), patienceMs: Infinity });
      expect(await retry(failing(12).task, options)).toBe('done');
      expect(delays).toHaveLength(12);
      for (const [index, delay] of delays.entries()) {
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(Math.min(250 * 2 ** index, 10_000));
      }
    },
  );

  test('delays use the whole of their bound', async () => {
    const { options, delays } = standingClock({ random: () => 0.999_999, patienceMs: Infinity });
    await retry(failing(8).task, options);
    expect(delays).toEqual([250, 500, 1000, 2000, 4000, 8000, 10_000, 10_000]);
  });

  test('it never comes sooner than asked for, and not all come at once', async () => {
    const delayWith = async (seed: number) => {
      const { options, delays } = standingClock({ random: seeded(seed) });
      await retry(failing(1, () => new Passing(7)).task, options);
      return delays[0] ?? 0;
    };
    const first = await Promise.all([1, 2, 3, 4, 5, 6].map(delayWith));
    for (const delay of first) {
      expect(delay).toBeGreaterThanOrEqual(7000);
      expect(delay).toBeLessThanOrEqual(7250);
    }
    expect(new Set(first).size).toBeGreaterThan(1);
  });

  test('its patience ends', async () => {
    const { options, clock } = standingClock({ random: () => 0.5, patienceMs: 60_000 });
    const { task } = failing(Infinity);
    await expect(retry(task, options)).rejects.toThrow(Passing);
    expect(clock.ms).toBeGreaterThan(60_000);
    expect(clock.ms).toBeLessThan(60_000 + 10_000);
  });

  test('slow tries are not held against it before the fourth', async () => {
    const { options, clock } = standingClock({ random: () => 0.5, patienceMs: 60_000 });
    const { task, calls } = failing(Infinity);
    const slow = () => {
      clock.ms += 50_000;
      return task();
    };
    await expect(retry(slow, options)).rejects.toThrow(Passing);
    expect(calls()).toBe(4);
  });

  test('asked to wait longer than its patience, it gives up at once', async () => {
    const { options, delays } = standingClock({ patienceMs: 60_000 });
    const { task, calls } = failing(Infinity, () => new Passing(61));
    await expect(retry(task, options)).rejects.toThrow(Passing);
    expect([calls(), delays]).toEqual([1, []]);
  });

  test('what will not pass is thrown at once', async () => {
    const { options, delays } = standingClock();
    const { task, calls } = failing(2, (nth) => (nth === 1 ? new Passing() : new RangeError('no')));
    await expect(retry(task, options)).rejects.toThrow(RangeError);
    expect([calls(), delays.length]).toEqual([2, 1]);
  });

  test('each wait is told of before it begins', async () => {
    const told: [unknown, number][] = [];
    const { options, delays } = standingClock({
      onRetry(error, delayMs) {
        expect(delays).toHaveLength(told.length);
        told.push([error, delayMs]);
      },
    });
    await retry(failing(3).task, options);
    expect(told.map(([, delayMs]) => delayMs)).toEqual(delays);
    expect(told.every(([error]) => error instanceof Passing)).toBe(true);
  });
});

describe('stopping', () => {
  test('ends a wait at once', async () => {
    const stopping = new AbortController();
    const { task, calls } = failing(Infinity, () => new Passing(100));
    const running = retry(task, {
      signal: stopping.signal,
      transient,
      onRetry: () => queueMicrotask(() => stopping.abort(new Error('stopped'))),
    });
    // A wait that is not ended outlasts the test.
    await expect(running).rejects.toThrow('stopped');
    expect(calls()).toBe(1);
  });

  test('during a try that fails, it says why it was stopped', async () => {
    const stopping = new AbortController();
    const { options, delays } = standingClock({ signal: stopping.signal });
    const task = async () => {
      stopping.abort(new Error('stopped'));
      throw new RangeError('no');
    };
    await expect(retry(task, options)).rejects.toThrow('stopped');
    expect(delays).toEqual([]);
  });

  test('before it began, nothing is tried', async () => {
    const { task, calls } = failing(0);
    const { options } = standingClock({ signal: AbortSignal.abort(new Error('stopped')) });
    await expect(retry(task, options)).rejects.toThrow('stopped');
    expect(calls()).toBe(0);
  });

  test('a wait that is over leaves no listener behind', async () => {
    const stopping = new AbortController();
    const { signal } = stopping;
    let listeners = 0;
    const add = signal.addEventListener.bind(signal);
    const remove = signal.removeEventListener.bind(signal);
    signal.addEventListener = (...args: Parameters<typeof add>) => {
      listeners += 1;
      add(...args);
    };
    signal.removeEventListener = (...args: Parameters<typeof remove>) => {
      listeners -= 1;
      remove(...args);
    };
    await wait(1, signal);
    expect(listeners).toBe(0);
  });
});
