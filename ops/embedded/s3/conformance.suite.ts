import { expect, test } from 'vitest';
import { BUCKET_CHECKS } from './conformance-buckets.suite.ts';
import { CHECKSUM_CHECKS } from './conformance-checksums.suite.ts';
import { COPY_CHECKS } from './conformance-copies.suite.ts';
import type { Difference } from './conformance-differences.suite.ts';
import { KEY_CHECKS } from './conformance-keys.suite.ts';
import type { Check, ConformanceTarget } from './conformance-lab.suite.ts';
import { makeLab } from './conformance-lab.suite.ts';
import { LIST_CHECKS } from './conformance-lists.suite.ts';
import { MULTIPART_CHECKS } from './conformance-multipart.suite.ts';
import { OBJECT_CHECKS } from './conformance-objects.suite.ts';
import { READ_CHECKS } from './conformance-reads.suite.ts';
import { SIGNING_CHECKS } from './conformance-signing.suite.ts';
import { WIRE_CHECKS } from './conformance-wire.suite.ts';

export const CHECKS: Check[] = [
  ...BUCKET_CHECKS,
  ...OBJECT_CHECKS,
  ...KEY_CHECKS,
  ...READ_CHECKS,
  ...CHECKSUM_CHECKS,
  ...SIGNING_CHECKS,
  ...LIST_CHECKS,
  ...MULTIPART_CHECKS,
  ...COPY_CHECKS,
  ...WIRE_CHECKS,
];

type Outcome = 'as S3' | 'differs' | 'FAILED';
export type Outcomes = Map<string, Outcome>;

async function assertDifference(run: Promise<void>, difference: Difference): Promise<void> {
  const error: unknown = await run.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error, 'this server no longer differs: drop it from the list').toBeInstanceOf(Error);
  expect((error as Error).message).toMatch(difference.failsWith);
}

/** Defines a test for every check on one server, and notes how each went. */
export function testS3Conformance(
  target: () => ConformanceTarget,
  { differences, outcomes }: { differences: Difference[]; outcomes: Outcomes },
): void {
  test.each(CHECKS)('$name', { timeout: 60_000 }, async ({ name, run }) => {
    const difference = differences.find(({ check }) => check === name);
    outcomes.set(name, 'FAILED');
    const lab = await makeLab(target());
    try {
      if (difference === undefined) {
        await run(lab);
      } else {
        await assertDifference(run(lab), difference);
      }
    } finally {
      lab.client.destroy();
    }
    outcomes.set(name, difference === undefined ? 'as S3' : 'differs');
  });

  test('every declared difference names a check', () => {
    const names = CHECKS.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(differences.map(({ check }) => check)));
  });
}
