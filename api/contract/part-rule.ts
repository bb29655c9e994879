import { numbersIn, type Ranges } from './ranges.ts';

const MIB = 1024 * 1024;

/** The largest file sent by one PUT, and the smallest part of a larger one. */
const SINGLE_PUT_BYTES = 16 * MIB;

/** Most parts a file has, as S3 has it. */
export const MAX_PARTS = 10_000;

/** Most bytes a file has, as S3 has it: 5 TiB. */
export const MAX_FILE_BYTES = 5 * 1024 ** 4;

/** How a file above one PUT is cut. All parts have `partSize` bytes, the last has the rest. */
export interface PartPlan {
  readonly partSize: number;
  readonly parts: number;
}

/** Where a part lies in its file, in bytes. */
export interface PartSlice {
  readonly offset: number;
  readonly size: number;
}

/**
 * How a file of this size is cut into parts. A function of the size alone, since hashes depend on it.
 *
 * @returns undefined for a file sent by one PUT: up to 16 MiB
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html
 */
export function partPlan(sizeBytes: number): PartPlan | undefined {
  if (sizeBytes <= SINGLE_PUT_BYTES) return undefined;
  const least = Math.ceil(sizeBytes / MAX_PARTS);
  const partSize = Math.max(SINGLE_PUT_BYTES, Math.ceil(least / MIB) * MIB);
  return { partSize, parts: Math.ceil(sizeBytes / partSize) };
}

/**
 * The bytes of one part.
 *
 * @param part 1 to the number of parts; a file of one PUT is its part 1
 * @returns undefined where the file has no such part
 */
export function partSlice(sizeBytes: number, part: number): PartSlice | undefined {
  const { partSize, parts } = partPlan(sizeBytes) ?? { partSize: sizeBytes, parts: 1 };
  if (!Number.isInteger(part) || part < 1 || part > parts) return undefined;
  const offset = (part - 1) * partSize;
  return { offset, size: Math.min(partSize, sizeBytes - offset) };
}

/** The bytes of these parts together; of parts the file has not, none. */
export function partBytes(sizeBytes: number, parts: Ranges): number {
  let sum = 0;
  for (const part of numbersIn(parts)) sum += partSlice(sizeBytes, part)?.size ?? 0;
  return sum;
}
