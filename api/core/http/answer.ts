import type { MiddlewareHandler } from 'hono';
import { compress } from 'hono/compress';
import type { HttpContext, HttpEnv } from './environment.ts';

/** Answers below this are not worth compressing, bytes. */
const LEAST_COMPRESSED = 1024;

/**
 * What browsers are told with every answer. Not Cross-Origin-Resource-Policy: a page elsewhere may
 * well play what a redirect leads to.
 */
export const SECURITY_HEADERS = {
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; style-src 'self'",
  'Referrer-Policy': 'no-referrer',
  'Strict-Transport-Security': 'max-age=15552000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
} as const;

export interface AnswerParts {
  readonly status: number;
  readonly body: BodyInit | null;
  /** `Cache-Control: no-store` unless it is among them. */
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Makes the answer to a request, with all its headers at once: middleware that adds one to an answer
 * costs as much as looking up what is answered.
 */
export function makeAnswer(c: HttpContext, { status, body, headers }: AnswerParts): Response {
  if (body !== null) c.set('answersBody', true);
  return new Response(body, {
    status,
    headers: {
      ...SECURITY_HEADERS,
      'X-Request-Id': c.get('ctx').requestId ?? '',
      'Cache-Control': 'no-store',
      ...headers,
    },
  });
}

/** Compresses answers that have a body worth it, where that is accepted. */
export function compressAnswers(): MiddlewareHandler<HttpEnv> {
  const compressAnswer = compress({ encoding: 'gzip', threshold: LEAST_COMPRESSED });
  return async (c, next) => {
    await next();
    if (c.get('answersBody')) await compressAnswer(c, async () => {});
  };
}
