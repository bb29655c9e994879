import { expect, it } from 'vitest';
import { inWords, isGood, NOTHING, sum } from './tally.ts';

it('is told in words, skipped ones only where there are any', () => {
  const one = { passed: 2, failed: 0, skipped: 0 };
  expect(inWords(one)).toBe('2 passed, 0 failed');
  expect(inWords(sum([one, { passed: 1, failed: 3, skipped: 4 }]))).toBe(
    '3 passed, 3 failed, 4 skipped',
  );
});

it.each([
  [{ passed: 1, failed: 0, skipped: 0 }, true],
  [{ passed: 0, failed: 0, skipped: 1 }, true],
  [{ passed: 9, failed: 1, skipped: 0 }, false],
  [NOTHING, false],
])('%j is good: %s', (tally, good) => {
  expect(isGood(tally)).toBe(good);
});
