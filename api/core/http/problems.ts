import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { DcsError, problemOf } from '../errors.ts';
import { describeError, knownError } from '../known-error.ts';
import { makeAnswer } from './answer.ts';
import type { HttpContext, HttpEnv } from './environment.ts';

const RETRY_AFTER_SECONDS = '2';

/** Answers whatever was thrown as problem+json; what is not ours to tell becomes a bare 500. */
export const answerError: ErrorHandler<HttpEnv> = (error, c) => {
  const known = translate(error);
  const ctx = c.get('ctx');
  if (known.status >= 500) {
    ctx.log.error(known.code, { request_id: ctx.requestId, ...describeError(error) });
  }
  return problemResponse(c, known);
};

export const answerNotFound: NotFoundHandler<HttpEnv> = (c) =>
  problemResponse(
    c,
    new DcsError('request.no_route', { detail: `There is no ${c.req.method} ${c.req.path}.` }),
  );

export function answerMethodNotAllowed(c: HttpContext, allowed: readonly string[]): Response {
  const allow = allowed.join(', ');
  return problemResponse(
    c,
    new DcsError('request.method_not_allowed', {
      detail: `It takes ${allow}.`,
      headers: { Allow: allow },
    }),
  );
}

function problemResponse(c: HttpContext, error: DcsError): Response {
  const problem = problemOf(error, c.get('ctx').requestId ?? '');
  return makeAnswer(c, {
    status: error.status,
    body: JSON.stringify(problem),
    headers: {
      'Content-Type': 'application/problem+json',
      ...(error.status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {}),
      ...error.options.headers,
    },
  });
}

function translate(error: unknown): DcsError {
  // Hono's validator throws these for JSON that does not parse.
  if (error instanceof HTTPException && error.status === 400) {
    return new DcsError('request.malformed', { detail: 'The body is not JSON.', cause: error });
  }
  return knownError(error);
}
