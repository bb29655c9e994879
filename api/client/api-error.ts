import type { ProblemBody } from '../contract/errors.ts';

/** The API answered with a problem. Programs test `code`; people read `message`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ProblemBody;
  /** From `Retry-After`, where it was sent. */
  readonly retryAfterSeconds: number | undefined;

  constructor(problem: ProblemBody, retryAfterSeconds?: number) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  get code(): string {
    return this.problem.code;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer came, or one that no API of ours gives. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** An answer that arrived whole. */
export interface Received {
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** The error an answer stands for, also when something in between wrote it. */
export function errorOf(received: Received): ApiError | UnreachableError {
  if (!isOf(received, 'application/problem+json')) return notOurs(received);
  const problem = jsonOf(received) as ProblemBody; // the contract's shape, or a newer one's
  const retryAfter = Number(received.headers.get('retry-after') ?? Number.NaN);
  return new ApiError(problem, Number.isNaN(retryAfter) ? undefined : retryAfter);
}

/** @throws UnreachableError when it is not JSON, as what a captive portal answers */
export function jsonOf(received: Received): unknown {
  try {
    if (/\bjson\b/.test(received.headers.get('content-type') ?? '')) {
      return JSON.parse(received.text);
    }
  } catch (cause) {
    throw notOurs(received, cause);
  }
  throw notOurs(received);
}

function isOf({ headers }: Received, type: string): boolean {
  return headers.get('content-type')?.startsWith(type) ?? false;
}

function notOurs({ url, status }: Received, cause?: unknown): UnreachableError {
  return new UnreachableError(
    `${new URL(url).origin} answered ${status}, but not as Dream Central Storage does. Is the URL right?`,
    { cause },
  );
}
