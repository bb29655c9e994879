import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partPlan } from './part-rule.ts';
import { FileSha256, Sha256, sha256Refusal } from './sha256.ts';

const HEX = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const MIB = 1024 ** 2;

describe('the sha256 of a file', () => {
  it.each([HEX, `${HEX}-2`, `${HEX}-40`, `${HEX}-9999`, `${HEX}-10000`])('may be %s', (sha256) => {
    expect(FileSha256.safeParse(sha256).success).toBe(true);
  });

  it.each([
    '',
    HEX.slice(1),
    `${HEX}0`,
    HEX.toUpperCase(),
    `${HEX}-`,
    `${HEX}-0`,
    `${HEX}-1`,
    `${HEX}-02`,
    `${HEX}-10001`,
    `${HEX}-20000`,
    `${HEX}-2\n`,
    ` ${HEX}`,
  ])('cannot be %j', (sha256) => {
    expect(FileSha256.safeParse(sha256).success).toBe(false);
  });

  it.each([
    ['plain', HEX, 0],
    ['plain', HEX, 16 * MIB],
    ['of two parts', `${HEX}-2`, 16 * MIB + 1],
    ['of forty parts', `${HEX}-40`, 640 * MIB],
  ])('%s fits %s at %d bytes', (_, sha256, sizeBytes) => {
    expect(sha256Refusal(sha256, sizeBytes)).toBeUndefined();
  });

  it.each([
    [`${HEX}-2`, 16 * MIB, 'is one part'],
    [HEX, 16 * MIB + 1, 'ends in "-2"'],
    [`${HEX}-3`, 16 * MIB + 1, 'ends in "-2"'],
    [`${HEX}-39`, 640 * MIB, 'ends in "-40"'],
  ])('%s does not fit %d bytes', (sha256, sizeBytes, reason) => {
    expect(sha256Refusal(sha256, sizeBytes)).toContain(reason);
  });

  it('fits with exactly the number of parts the part rule gives', () => {
    fc.assert(
      fc.property(fc.nat({ max: 1024 ** 3 }), fc.integer({ min: 2, max: 70 }), (size, parts) => {
        const fits = sha256Refusal(`${HEX}-${parts}`, size) === undefined;
        expect(fits).toBe(partPlan(size)?.parts === parts);
      }),
    );
  });
});

it.each([
  [HEX, true],
  [`${HEX}-2`, false],
  [HEX.toUpperCase(), false],
])('the sha256 of a part: %s is taken: %s', (sha256, taken) => {
  expect(Sha256.safeParse(sha256).success).toBe(taken);
});
