import type { S3ErrorCode } from './errors.ts';
import type { Operation } from './operations.ts';

/** What a fault is decided on. `count` is the number of requests of that operation so far, from 1. */
export type FaultRequest = {
  operation: Operation;
  bucket: string;
  key: string;
  partNumber: number | null;
  count: number;
};

/**
 * What goes wrong with one request.
 * - `error`: answered with that code, nothing done.
 * - `drop`: the connection breaks, nothing done.
 * - `lose_acknowledgement`: done, then the connection breaks before the answer.
 * - `error_after`: done, then answered with that code all the same.
 * - `cut_answer`: done, but the answer's body breaks off after so many bytes.
 */
export type Fault =
  | { kind: 'error'; code: S3ErrorCode; retryAfterSeconds?: number }
  | { kind: 'drop' }
  | { kind: 'lose_acknowledgement' }
  | { kind: 'error_after'; code: S3ErrorCode }
  | { kind: 'cut_answer'; afterBytes: number };

/**
 * Decides, for every request whose signature held, what goes wrong; null or undefined for nothing.
 * To delay a request, answer a promise that resolves later: the caller owns time.
 */
export type FaultPlan = (
  request: FaultRequest,
) => Fault | null | undefined | Promise<Fault | null | undefined>;

/** Passes `afterBytes` on, then throws. */
export async function* cutShort(
  chunks: AsyncIterable<Uint8Array>,
  afterBytes: number,
): AsyncGenerator<Uint8Array> {
  let left = afterBytes;
  for await (const chunk of chunks) {
    if (chunk.length > left) {
      yield chunk.subarray(0, left);
      throw new Error('The answer was cut short on purpose.');
    }
    left -= chunk.length;
    yield chunk;
  }
}
