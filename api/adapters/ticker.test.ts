import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createLogger } from './system.ts';
import { startTicker } from './ticker.ts';

// So that no tick comes by the timer.
beforeAll(() => {
  vi.useFakeTimers({ toFake: ['setInterval'] });
});
afterAll(() => {
  vi.useRealTimers();
});

/** A ticker whose ticks last until they are let on. */
function heldTicks() {
  const ticks: PromiseWithResolvers<void>[] = [];
  const tick = () => {
    const held = Promise.withResolvers<void>();
    ticks.push(held);
    return held.promise;
  };
  return { ticks, ticker: startTicker(tick, createLogger('silent')) };
}

it('ticks when it is woken, and once more after the tick under way, failed or not', async () => {
  const { ticks, ticker } = heldTicks();
  ticker.wake();
  expect(ticks).toHaveLength(1);
  ticker.wake();
  ticker.wake();
  expect(ticks).toHaveLength(1);
  ticks[0]?.reject(new Error('no'));
  await new Promise(setImmediate);
  expect(ticks).toHaveLength(2);
  ticks[1]?.resolve();
  await ticker.stop();
  expect(ticks).toHaveLength(2);
});

it('ends after the tick under way when it is stopped', async () => {
  const { ticks, ticker } = heldTicks();
  ticker.wake();
  ticker.wake();
  let isStopped = false;
  const stopping = ticker.stop().then(() => {
    isStopped = true;
  });
  await new Promise(setImmediate);
  expect(isStopped).toBe(false);
  ticks[0]?.resolve();
  await stopping;
  ticker.wake();
  expect(ticks).toHaveLength(1);
});
