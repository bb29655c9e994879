import { appendFileSync } from 'node:fs';

/** What became of the tests. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const NOTHING: Tally = { passed: 0, failed: 0, skipped: 0 };
export const ONE_PASSED: Tally = { ...NOTHING, passed: 1 };
export const ONE_FAILED: Tally = { ...NOTHING, failed: 1 };
export const ONE_SKIPPED: Tally = { ...NOTHING, skipped: 1 };

export function sum(tallies: readonly Tally[]): Tally {
  return tallies.reduce(
    (all, one) => ({
      passed: all.passed + one.passed,
      failed: all.failed + one.failed,
      skipped: all.skipped + one.skipped,
    }),
    NOTHING,
  );
}

/** `12 passed, 0 failed`, and how many were skipped if any were. */
export function inWords({ passed, failed, skipped }: Tally): string {
  const words = `${passed} passed, ${failed} failed`;
  return skipped === 0 ? words : `${words}, ${skipped} skipped`;
}

/** Nothing at all is no success. */
export function isGood({ passed, failed, skipped }: Tally): boolean {
  return failed === 0 && passed + skipped > 0;
}

/** Adds a line `passed failed skipped` to the file, for who sums several runs. */
export function appendTally(file: string, { passed, failed, skipped }: Tally): void {
  appendFileSync(file, `${passed} ${failed} ${skipped}\n`);
}
