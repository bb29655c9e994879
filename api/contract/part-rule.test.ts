import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_FILE_BYTES, MAX_PARTS, partBytes, partPlan, partSlice } from './part-rule.ts';

const MIB = 1024 ** 2;
const GIB = 1024 ** 3;

const size = fc.oneof(
  fc.integer({ min: 0, max: 64 * MIB }),
  fc.integer({ min: 0, max: MAX_FILE_BYTES }),
  fc.integer({ min: 1, max: 525 }).map((partMib) => partMib * MIB * MAX_PARTS),
  fc.integer({ min: 1, max: 524 }).map((partMib) => partMib * MIB * MAX_PARTS + 1),
);

describe('the part rule', () => {
  it.each([
    ['0 bytes', 0],
    ['1 byte', 1],
    ['16 MiB', 16 * MIB],
  ])('sends %s by one PUT', (_, sizeBytes) => {
    expect(partPlan(sizeBytes)).toBeUndefined();
    expect(partSlice(sizeBytes, 1)).toEqual({ offset: 0, size: sizeBytes });
    expect(partSlice(sizeBytes, 2)).toBeUndefined();
  });

  it.each([
    ['16 MiB + 1', 16 * MIB + 1, { partSize: 16 * MIB, parts: 2 }],
    ['40 MiB', 40 * MIB, { partSize: 16 * MIB, parts: 3 }],
    ['640 MiB', 640 * MIB, { partSize: 16 * MIB, parts: 40 }],
    ['10,000 parts of 16 MiB', 160_000 * MIB, { partSize: 16 * MIB, parts: 10_000 }],
    ['one byte more', 160_000 * MIB + 1, { partSize: 17 * MIB, parts: 9412 }],
    ['200 GiB', 200 * GIB, { partSize: 21 * MIB, parts: 9753 }],
    ['5 TiB', MAX_FILE_BYTES, { partSize: 525 * MIB, parts: 9987 }],
  ])('cuts %s', (_, sizeBytes, plan) => {
    expect(partPlan(sizeBytes)).toEqual(plan);
  });

  it('never needs more parts than S3 takes, and its parts cover the file, none empty', () => {
    fc.assert(
      fc.property(size, (sizeBytes) => {
        const plan = partPlan(sizeBytes);
        fc.pre(plan !== undefined);
        expect(plan.parts).toBeGreaterThan(1);
        expect(plan.parts).toBeLessThanOrEqual(MAX_PARTS);
        expect(plan.partSize % MIB).toBe(0);
        expect(plan.partSize).toBeGreaterThanOrEqual(16 * MIB);
        const last = partSlice(sizeBytes, plan.parts);
        expect(last?.size).toBeGreaterThan(0);
        expect((plan.parts - 1) * plan.partSize + (last?.size ?? 0)).toBe(sizeBytes);
      }),
    );
  });

  it.each([
    ['all parts', [[1, 3]], 40],
    ['the last part, which has the rest', [[3, 3]], 8],
    ['none', [], 0],
    ['parts there are none of', [[4, 9]], 0],
  ] as const)('adds up %s', (_, parts, mib) => {
    const ranges = parts.map(([first, last]): [number, number] => [first, last]);
    expect(partBytes(40 * MIB, ranges)).toBe(mib * MIB);
  });

  it('lays its parts end to end', () => {
    fc.assert(
      fc.property(size, fc.nat({ max: MAX_PARTS - 2 }), (sizeBytes, pick) => {
        const plan = partPlan(sizeBytes);
        fc.pre(plan !== undefined);
        const part = 1 + (pick % (plan.parts - 1));
        const slice = partSlice(sizeBytes, part);
        expect(slice).toEqual({ offset: (part - 1) * plan.partSize, size: plan.partSize });
        expect(partSlice(sizeBytes, part + 1)?.offset).toBe(part * plan.partSize);
      }),
    );
  });

  it.each([0, -1, 4, 1.5, Number.NaN])('has no part %d of three', (part) => {
    expect(partSlice(40 * MIB, part)).toBeUndefined();
  });
});
