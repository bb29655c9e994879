import type { ErrorHandler, NotFoundHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { isDatabaseUnavailable } from '../database-errors.ts';
import { DcsError, problemOf } from '../errors.ts';
import type { HttpContext, HttpEnv } from './environment.ts';

const RETRY_AFTER_SECONDS = '2';

/** Answers whatever was thrown as problem+json; what is not ours to tell becomes a bare 500. */
export const answerError: ErrorHandler<HttpEnv> = (error, c) => {
  const known = translate(error);
  const { ctx } = c.var;
  if (known.status >= 500) {
    ctx.log.error(known.code, { request_id: ctx.requestId, ...describe(error) });
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
  const body = problemOf(error, c.var.ctx.requestId ?? '');
  return new Response(JSON.stringify(body), {
    status: error.status,
    headers: {
      'Content-Type': 'application/problem+json',
      'Cache-Control': 'no-store',
      ...(error.status === 503 ? { 'Retry-After': RETRY_AFTER_SECONDS } : {}),
      ...error.options.headers,
    },
  });
}

function translate(error: unknown): DcsError {
  if (error instanceof DcsError) return error;
  // Hono's validator throws these for JSON that does not parse.
  if (error instanceof HTTPException && error.status === 400) {
    return new DcsError('request.malformed', { detail: 'The body is not JSON.', cause: error });
  }
  if (isDatabaseUnavailable(error)) return new DcsError('database.unavailable', { cause: error });
  return new DcsError('internal', {
    detail: 'Try again; if it stays so, tell your administrator the request_id.',
    cause: error,
  });
}

/** For the log: the chain of messages and the first stack, never a query's parameters. */
function describe(error: unknown): Record<string, unknown> {
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
