import { z } from 'zod';
import { MAX_PARTS, partPlan } from './part-rule.ts';

const EXAMPLE = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

/** The SHA-256 of some bytes: 64 lower-case hex digits. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'It is not a SHA-256 in 64 lower-case hex digits.')
  .meta({ examples: [EXAMPLE] });

/**
 * The `sha256` of a file as S3 has it: of a file of one part the SHA-256 of its bytes; of a larger
 * one S3's composite, the SHA-256 of its parts' digests, then `-` and the number of parts.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export const FileSha256 = z
  .string()
  .regex(
    /^[0-9a-f]{64}(?:-(?:[2-9]|[1-9][0-9]{1,3}|10000))?$/,
    `It is not 64 lower-case hex digits, for a file of several parts with "-" and their number (2 to ${MAX_PARTS}) behind.`,
  )
  .meta({ examples: [EXAMPLE, `${EXAMPLE}-40`] });

/**
 * Whether a well-formed `sha256` has the form that a file of this size has.
 *
 * @returns why not, as a sentence, or undefined
 */
export function sha256Refusal(sha256: string, sizeBytes: number): string | undefined {
  const dash = sha256.indexOf('-');
  const parts = dash < 0 ? 1 : Number(sha256.slice(dash + 1));
  const expected = partPlan(sizeBytes)?.parts ?? 1;
  if (parts === expected) return undefined;
  return expected === 1
    ? `A file of ${sizeBytes} bytes is one part: its hash has 64 digits and nothing behind.`
    : `A file of ${sizeBytes} bytes has ${expected} parts: its hash ends in "-${expected}".`;
}
