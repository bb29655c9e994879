import { S3ServiceException } from '@aws-sdk/client-s3';
import { DcsError } from '../core/errors.ts';

/** The HTTP status the store answered with, if it answered. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}

export function isNamed(error: unknown, ...names: string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** Our error for whatever the store or the way to it did. */
export function unavailable(cause: unknown): DcsError {
  const detail =
    statusOf(cause) === 403
      ? 'The object store refuses our credentials.'
      : 'The object store does not answer.';
  return new DcsError('storage.unavailable', { detail, cause });
}

/** Sends, and translates what goes wrong. */
export async function sent<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}

/** Sends, and answers undefined where the store has no such thing. */
export async function sentIfThere<T>(
  work: Promise<T>,
  ...absent: string[]
): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (statusOf(error) === 404 || isNamed(error, ...absent)) return undefined;
    throw unavailable(error);
  }
}
