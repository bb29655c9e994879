import { z } from 'zod';
import { Count } from './primitives.ts';

/**
 * Whole numbers as inclusive, ascending, disjoint ranges: `[[0,11],[40,44]]`. They keep answers
 * about 100,000 files small.
 */
export const Ranges = z
  .array(z.tuple([Count, Count]))
  .superRefine((ranges, issues) => {
    const at = ranges.findIndex(
      ([first, last], index) => first > last || first <= (ranges[index - 1]?.[1] ?? -1),
    );
    if (at < 0) return;
    const message = 'It takes inclusive ranges, ascending and disjoint.';
    issues.addIssue({ code: 'custom', path: [at], message });
  })
  .meta({ id: 'Ranges', examples: [[[0, 11]]] });
export type Ranges = z.output<typeof Ranges>;

/**
 * The ranges that hold these numbers and no others, as few as can be.
 *
 * @throws RangeError when the numbers do not ascend
 */
export function toRanges(ascending: Iterable<number>): Ranges {
  const ranges: Ranges = [];
  let open: [number, number] | undefined;
  for (const number of ascending) {
    if (open !== undefined && number <= open[1]) {
      throw new RangeError(`${number} does not come after ${open[1]}.`);
    }
    if (open !== undefined && number === open[1] + 1) {
      open[1] = number;
    } else {
      open = [number, number];
      ranges.push(open);
    }
  }
  return ranges;
}

/** The numbers the ranges hold, ascending. */
export function* numbersIn(ranges: Ranges): Generator<number, void, undefined> {
  for (const [first, last] of ranges) {
    for (let number = first; number <= last; number++) yield number;
  }
}
