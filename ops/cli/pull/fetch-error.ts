import { ApiError, UnreachableError } from '../../../api/client/api-error.ts';
import { outcomeOfStatus } from '../exit-codes.ts';
import { StoreAnswerError, StoreUnreachableError } from './store-reader.ts';

/** The bytes that came are not those of the manifest. */
export class WrongBytesError extends Error {
  override readonly name = 'WrongBytesError';

  constructor() {
    super('The bytes that came from the store do not have the SHA-256 of the manifest.');
  }
}

/** Whether the API or the store cannot answer now, and may later. */
export function isTransient(error: unknown): boolean {
  if (error instanceof StoreAnswerError) return isTransientStatus(error.status);
  if (error instanceof ApiError) return outcomeOfStatus(error.status) === 'unavailable';
  return error instanceof StoreUnreachableError || error instanceof UnreachableError;
}

function isTransientStatus(status: number): boolean {
  return status === 408 || status === 429 || status >= 500;
}

/**
 * What is wrong with one file alone, as a sentence; undefined for what stops the whole pull, such as
 * a store that is away.
 */
export function faultOfFile(error: unknown): string | undefined {
  if (error instanceof WrongBytesError) return error.message;
  if (error instanceof StoreAnswerError && error.status === 404) {
    return 'The store does not have it any more.';
  }
  return undefined;
}
