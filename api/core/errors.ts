import {
  ERRORS,
  type ErrorCode,
  MAX_PROBLEM_ENTRIES,
  type ProblemBody,
  type ProblemEntryBody,
} from '../contract/errors.ts';

export interface DcsErrorOptions {
  /** For people: what is wrong and what to do. */
  readonly detail?: string;
  /** Members of their own, such as `book_id`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly entries?: readonly ProblemEntryBody[];
  /** How many there are, where `entries` are only the first of them. */
  readonly entriesTotal?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cause?: unknown;
}

/** An error with a stable code of the contract. Everything else that is thrown is a 500. */
export class DcsError extends Error {
  override readonly name = 'DcsError';
  readonly code: ErrorCode;
  readonly options: DcsErrorOptions;

  constructor(code: ErrorCode, options: DcsErrorOptions = {}) {
    super(options.detail ?? ERRORS[code].title, { cause: options.cause });
    this.code = code;
    this.options = options;
  }

  get status(): number {
    return ERRORS[this.code].status;
  }
}

/** The error as RFC 9457 problem details. */
export function problemOf(error: DcsError, requestId: string): ProblemBody {
  const { detail, members, entries, entriesTotal } = error.options;
  const { status, title } = ERRORS[error.code];
  return {
    ...members,
    type: `urn:dcs:problem:${error.code}`,
    title,
    status,
    code: error.code,
    ...(detail === undefined ? {} : { detail }),
    request_id: requestId,
    ...(entries === undefined
      ? {}
      : {
          errors_total: entriesTotal ?? entries.length,
          errors: entries.slice(0, MAX_PROBLEM_ENTRIES),
        }),
  };
}

/** The error a problem tells of, to be answered to somebody else. */
export function errorOfProblem(problem: ProblemBody): DcsError {
  const { type, title, status, request_id, code, detail, errors, errors_total, ...members } =
    problem;
  // Only problems made by `problemOf` are kept, so its code is one of ours.
  return new DcsError(code as ErrorCode, {
    members,
    ...(detail === undefined ? {} : { detail }),
    ...(errors === undefined ? {} : { entries: errors }),
    ...(errors_total === undefined ? {} : { entriesTotal: errors_total }),
  });
}
