import { isDatabaseUnavailable, isUnstorableText } from './database-errors.ts';
import { DcsError } from './errors.ts';

/** Whatever was thrown as an error of the contract: what is not ours to tell becomes `internal`. */
export function knownError(error: unknown): DcsError {
  if (error instanceof DcsError) return error;
  if (isDatabaseUnavailable(error)) return new DcsError('database.unavailable', { cause: error });
  if (isUnstorableText(error)) {
    const detail = 'A text of the request holds U+0000, which nothing here does.';
    return new DcsError('request.malformed', { detail, cause: error });
  }
  return new DcsError('internal', {
    detail: 'Try again; if it stays so, tell your administrator the request_id.',
    cause: error,
  });
}

/** For the log: the chain of messages and the first stack, never a query's parameters. */
export function describeError(error: unknown): Record<string, unknown> {
  const messages: string[] = [];
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    // drizzle's message repeats the statement with its parameters, which may be personal.
    messages.push(at.message.split('\nparams:')[0] ?? '');
  }
  return { error: messages, stack: error instanceof Error ? frames(error) : undefined };
}

function frames(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .map((line) => line.trim());
}
