import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairUp } from './pair-up.ts';

/** By what PostgreSQL and S3 order by. */
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b));

interface Side {
  readonly items: AsyncGenerator<{ readonly key: string }, void>;
  isClosed(): boolean;
}

function sideOf(keys: readonly string[]): Side {
  let isClosed = false;
  async function* each() {
    try {
      for (const key of [...keys].sort(byBytes)) yield { key };
    } finally {
      isClosed = true;
    }
  }
  return { items: each(), isClosed: () => isClosed };
}

describe('walking two sides', () => {
  it('meets every key of either side once, in byte order, with what each side has', async () => {
    const keys = fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 4 }));
    await fc.assert(
      fc.asyncProperty(keys, keys, fc.array(fc.boolean()), async (ours, others, shared) => {
        const lefts = new Set(ours);
        const rights = new Set([...others, ...ours.filter((_, index) => shared[index])]);
        const met: { key: string; sides: string }[] = [];
        for await (const { left, right } of pairUp(
          sideOf([...lefts]).items,
          sideOf([...rights]).items,
        )) {
          const sides = `${left ? 'left' : ''}${right ? 'right' : ''}`;
          expect(left?.key ?? right?.key).toBe(right?.key ?? left?.key);
          met.push({ key: left?.key ?? right?.key ?? '', sides });
        }
        const expected = [...new Set([...lefts, ...rights])].sort(byBytes).map((key) => ({
          key,
          sides: `${lefts.has(key) ? 'left' : ''}${rights.has(key) ? 'right' : ''}`,
        }));
        expect(met).toEqual(expected);
      }),
    );
  });

  it('closes both sides when nobody asks on', async () => {
    const [left, right] = [sideOf(['a', 'b']), sideOf(['a', 'c'])];
    for await (const _ of pairUp(left.items, right.items)) break;
    expect([left.isClosed(), right.isClosed()]).toEqual([true, true]);
  });
});
