import { setTimeout as delay } from 'node:timers/promises';

/** Asks `condition` again and again until it holds or `limitMs` have passed; tells whether it held. */
export async function becomesTrue(
  condition: () => boolean | Promise<boolean>,
  limitMs: number,
  everyMs = 25,
): Promise<boolean> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await delay(everyMs);
  }
  return true;
}
