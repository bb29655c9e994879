import { ApiError, UnreachableError } from '../../api/client/api-error.ts';
import type { ErrorCode } from '../../api/contract/errors.ts';
import type { Text } from '../i18n/en.ts';
import type { Format } from '../i18n/format.ts';

/** An error in words. */
export interface DescribedError {
  readonly message: string;
  /** To be told to whoever runs the service. */
  readonly requestId: string | undefined;
}

/** What went wrong and what to do, in the language of the panel where it knows the code. */
export function describeError(error: unknown, text: Text, format: Format): DescribedError {
  const { errors } = text;
  if (error instanceof UnreachableError) {
    return { message: errors.unreachable, requestId: undefined };
  }
  if (!(error instanceof ApiError)) {
    return {
      message: error instanceof Error ? error.message : String(error),
      requestId: undefined,
    };
  }
  const { problem, retryAfterSeconds } = error;
  const requestId = problem.request_id;
  if (error.code === 'auth.throttled') {
    return { message: errors.throttled(format.duration(retryAfterSeconds ?? 0)), requestId };
  }
  if (error.status === 500) return { message: errors.unexpected, requestId };
  const known = errors.codes[error.code as ErrorCode]; // one the panel does not know gives undefined
  return { message: known ?? error.message, requestId };
}
