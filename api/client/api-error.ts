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

/** The error an answer stands for, also when a proxy in between wrote it. */
export async function errorOf(response: Response): Promise<ApiError | UnreachableError> {
  const text = await response.text();
  if (response.headers.get('content-type')?.startsWith('application/problem+json')) {
    const problem = JSON.parse(text) as ProblemBody; // the contract's shape, or a newer one's
    const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
    return new ApiError(problem, Number.isNaN(retryAfter) ? undefined : retryAfter);
  }
  return new UnreachableError(
    `${new URL(response.url).origin} answered ${response.status} ${response.statusText}, ` +
      'but not as Dream Central Storage does. Is the URL right?',
  );
}
