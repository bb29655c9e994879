import { ConnectionLostError } from '../../db/connection.ts';

/** SQLSTATE classes and codes, PostgreSQL manual appendix A. */
const RETRYABLE = new Set(['40001', '40P01']);
const UNAVAILABLE_SQLSTATE = /^(?:08|57P0[1-5]|53300)/;
const CONNECTION_LOST = new Set(['CONNECTION_CLOSED', 'ECONNRESET', '57P01']);
const UNAVAILABLE_CLIENT = new Set([
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'CONNECT_TIMEOUT',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
]);

/** The innermost error with a code: drizzle wraps the driver's in one of its own. */
function codeOf(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && typeof at.code === 'string') return at.code;
    // Node tries several addresses and reports all failures together.
    if (at instanceof AggregateError && at.errors.length > 0) return codeOf(at.errors[0]);
  }
  return undefined;
}

/** The database could not be reached, went away, or is not taking connections now. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const code = codeOf(error) ?? '';
  return isConnectionLost(error) || UNAVAILABLE_CLIENT.has(code) || UNAVAILABLE_SQLSTATE.test(code);
}

/** PostgreSQL keeps no text with U+0000 in it (`character_not_in_repertoire`). */
export function isUnstorableText(error: unknown): boolean {
  return codeOf(error) === '22021';
}

/** A serialization failure or a deadlock: the whole transaction may run again. */
export function isRetryable(error: unknown): boolean {
  return RETRYABLE.has(codeOf(error) ?? '');
}

/** A connection that had been open was lost; a new one may well be had. */
export function isConnectionLost(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    if (at instanceof ConnectionLostError) return true;
  }
  return CONNECTION_LOST.has(codeOf(error) ?? '');
}

/** The unique constraint or index a statement would have broken, if that is what failed. */
export function violatedUnique(error: unknown): string | undefined {
  for (let at = error; at instanceof Error; at = at.cause) {
    if ('code' in at && at.code === '23505' && 'constraint_name' in at) {
      return String(at.constraint_name);
    }
  }
  return undefined;
}

/** What went wrong at the root; the messages around it may quote a statement with its values. */
export function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const [first] = error instanceof AggregateError ? error.errors : [];
  const inner: unknown = first ?? error.cause;
  if (inner instanceof Error) return innermostMessage(inner);
  return error.message || ('code' in error ? String(error.code) : error.name);
}
