import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numbersIn, Ranges, toRanges } from './ranges.ts';

const ascending = fc
  .uniqueArray(fc.nat({ max: 200 }))
  .map((numbers) => numbers.toSorted((a, b) => a - b));

describe('ranges', () => {
  it.each([
    [[], []],
    [[7], [[7, 7]]],
    [[0, 1, 2], [[0, 2]]],
    [
      [0, 1, 5, 7, 8],
      [
        [0, 1],
        [5, 5],
        [7, 8],
      ],
    ],
  ])('hold %j as %j', (numbers, ranges) => {
    expect(toRanges(numbers)).toEqual(ranges);
  });

  it('give back what they were made of, and are as few as can be', () => {
    fc.assert(
      fc.property(ascending, (numbers) => {
        const ranges = toRanges(numbers);
        expect([...numbersIn(ranges)]).toEqual(numbers);
        expect(Ranges.safeParse(ranges).success).toBe(true);
        const gaps = numbers.filter((number) => !numbers.includes(number - 1));
        expect(ranges).toHaveLength(gaps.length);
      }),
    );
  });

  it('hold 100,000 numbers in a row as one', () => {
    expect(toRanges(Array(100_000).keys())).toEqual([[0, 99_999]]);
  });

  it.each([[[2, 1]], [[1, 1]]])('cannot be made of %j', (numbers) => {
    expect(() => toRanges(numbers)).toThrow(RangeError);
  });

  it.each([
    ['backwards', [[2, 1]]],
    [
      'descending',
      [
        [5, 6],
        [1, 2],
      ],
    ],
    [
      'overlapping',
      [
        [1, 3],
        [3, 4],
      ],
    ],
    ['negative', [[-1, 2]]],
    ['fractional', [[0, 1.5]]],
    ['no pair', [[1]]],
    ['a triple', [[1, 2, 3]]],
  ])('on the wire are refused when %s', (_, ranges) => {
    expect(Ranges.safeParse(ranges).success).toBe(false);
  });

  it('on the wire point at the first that is wrong', () => {
    const { error } = Ranges.safeParse([
      [0, 1],
      [3, 4],
      [4, 5],
      [2, 2],
    ]);
    expect(error?.issues.map(({ path }) => path)).toEqual([[2]]);
  });
});
