import type { ProgressDisplay } from './progress-display.ts';
import { countText } from './quantity-text.ts';

/** Retries are told once in a while: a store that is away fails every file. */
const RETRIES_EVERY_MS = 10_000;

/** Tells people that something failed and is tried again by itself. */
export interface RetryTeller {
  tell(reason: string): void;
}

export function createRetryTeller(display: ProgressDisplay): RetryTeller {
  let untold = 0;
  let toldAtMs = Number.NEGATIVE_INFINITY;
  return {
    tell(reason) {
      untold += 1;
      const now = performance.now();
      if (now - toldAtMs < RETRIES_EVERY_MS) return;
      const times = untold > 1 ? ` (${countText(untold)} times)` : '';
      void display.note(`trying again${times}: ${reason}`);
      untold = 0;
      toldAtMs = now;
    },
  };
}
