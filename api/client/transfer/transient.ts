import { ApiError, UnreachableError } from '../api-error.ts';
import type { Transient } from './retry.ts';

/** Tells of an API that is away, busy or throttles, which may pass; undefined for any other error. */
export function transientOf(error: unknown): Transient | undefined {
  if (error instanceof UnreachableError) return {};
  if (!(error instanceof ApiError)) return undefined;
  const { status, retryAfterSeconds } = error;
  const mayPass = status === 408 || status === 429 || status >= 500;
  return mayPass ? { retryAfterSeconds } : undefined;
}
