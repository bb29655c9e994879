import type { Clock } from './ports.ts';

/** How long a tick goes on beginning pieces of work. One begun is brought to its end. */
export interface Budget {
  isSpent(): boolean;
}

/** For work that goes on to its end. */
export const UNLIMITED: Budget = { isSpent: () => false };

export function createBudget(clock: Clock, seconds: number): Budget {
  const end = clock.now().getTime() + seconds * 1000;
  return { isSpent: () => clock.now().getTime() >= end };
}
