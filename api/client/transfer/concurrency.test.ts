import { expect, test } from 'vitest';
import { type Concurrency, createConcurrency } from './concurrency.ts';

/**
 * Tasks of a service that is simulated: `rateOf` gives how many requests a second it answers when
 * so many are there at once.
 */
function serviceOf(rateOf: (atOnce: number) => number) {
  const time = { ms: 0 };
  let atOnce = 0;
  return {
    now: () => time.ms,
    async task() {
      atOnce += 1;
      // Everybody who can is in before anybody is answered.
      await new Promise(setImmediate);
      time.ms += 1000 / rateOf(atOnce);
      atOnce -= 1;
    },
  };
}

async function runMany(concurrency: Concurrency, count: number, task: () => Promise<void>) {
  await Promise.all(Array.from({ length: count }, () => concurrency.run(task)));
}

/** Tasks that stand still until they are let go. */
function standing(concurrency: Concurrency, count: number) {
  const gates = Array.from({ length: count }, () => Promise.withResolvers<void>());
  let running = 0;
  const ended = gates.map(({ promise }) =>
    concurrency.run(async () => {
      running += 1;
      await promise.finally(() => {
        running -= 1;
      });
    }),
  );
  return {
    running: () => running,
    async end(index: number) {
      gates[index]?.resolve();
      await ended[index];
    },
    fail(index: number) {
      gates[index]?.reject(new Error('failed'));
      return ended[index];
    },
  };
}

const settle = () => new Promise(setImmediate);

test('it climbs to the most there may be where more serve better', async () => {
  const { task, now } = serviceOf((atOnce) => atOnce);
  const concurrency = createConcurrency({ now });
  await runMany(concurrency, 2000, task);
  expect(concurrency.limit).toBe(64);
});

test('it steps back where more serve worse, and stays near the best', async () => {
  const best = 20;
  const { task, now } = serviceOf((atOnce) => (atOnce <= best ? atOnce : best ** 2 / atOnce));
  const concurrency = createConcurrency({ now });
  const seen: number[] = [];
  for (let round = 0; round < 100; round += 1) {
    await runMany(concurrency, 2 * concurrency.limit, task);
    seen.push(concurrency.limit);
  }
  const late = seen.slice(20);
  expect(Math.max(...late)).toBeLessThanOrEqual(3 * best);
  expect(Math.min(...late)).toBeGreaterThanOrEqual(best / 2);
});

test('it never leaves its bounds', async () => {
  const { task, now } = serviceOf((atOnce) => 1000 / atOnce);
  const concurrency = createConcurrency({ min: 3, max: 10, initial: 10, now });
  const seen = new Set<number>();
  for (let round = 0; round < 200; round += 1) {
    await runMany(concurrency, 16, task);
    seen.add(concurrency.limit);
    if (round % 7 === 0) concurrency.ease();
  }
  expect(Math.min(...seen)).toBeGreaterThanOrEqual(3);
  expect(Math.max(...seen)).toBeLessThanOrEqual(10);
});

test('at the least there may be it tries more again', async () => {
  let crowdIsBad = true;
  const { task, now } = serviceOf((atOnce) => (crowdIsBad ? 100 / atOnce ** 2 : 100));
  const concurrency = createConcurrency({ now });
  for (let round = 0; round < 50 && concurrency.limit > 4; round += 1) {
    await runMany(concurrency, 4 * concurrency.limit, task);
  }
  expect(concurrency.limit).toBe(4);
  crowdIsBad = false;
  await runMany(concurrency, 200, task);
  expect(concurrency.limit).toBeGreaterThan(4);
});

test('no more run at once than the limit says', async () => {
  const concurrency = createConcurrency({ min: 2, max: 2, initial: 2 });
  const tasks = standing(concurrency, 5);
  await settle();
  expect(tasks.running()).toBe(2);
  await tasks.end(0);
  await settle();
  expect(tasks.running()).toBe(2);
  await expect(tasks.fail(1)).rejects.toThrow('failed');
  await settle();
  expect(tasks.running()).toBe(2);
  for (const index of [2, 3, 4]) await tasks.end(index);
  expect(tasks.running()).toBe(0);
});

test('overload halves it once for all that were out together', async () => {
  const concurrency = createConcurrency({ initial: 32 });
  const tasks = standing(concurrency, 32);
  await settle();
  concurrency.ease();
  expect(concurrency.limit).toBe(16);
  // Others of them end well between the failures.
  for (let index = 0; index < 31; index += 1) {
    await tasks.end(index);
    concurrency.ease();
  }
  expect(concurrency.limit).toBe(16);
});

test('another overload, later, halves it again', async () => {
  const concurrency = createConcurrency({ initial: 32 });
  const tasks = standing(concurrency, 32);
  await settle();
  concurrency.ease();
  for (let index = 0; index < 32; index += 1) await tasks.end(index);
  const before = concurrency.limit;
  concurrency.ease();
  expect(concurrency.limit).toBe(Math.floor(before / 2));
});

test('after an overload nothing new begins until few enough are under way', async () => {
  const concurrency = createConcurrency({ min: 1, initial: 4 });
  const tasks = standing(concurrency, 6);
  await settle();
  concurrency.ease();
  await tasks.end(0);
  await tasks.end(1);
  await settle();
  expect(tasks.running()).toBe(2);
  await tasks.end(2);
  await settle();
  expect(tasks.running()).toBe(2);
  for (const index of [3, 4, 5]) await tasks.end(index);
});
