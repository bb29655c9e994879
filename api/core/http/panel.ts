import type { MiddlewareHandler } from 'hono';
import { accepts } from 'hono/accepts';
import { cors } from 'hono/cors';
import { makeAnswer } from './answer.ts';
import type { HttpEnv } from './environment.ts';

/** How long a browser may remember what it may send, in seconds; Chromium's most. */
const PREFLIGHT_SECONDS = 7200;

/** Lets pages of these origins call the API with their cookies, and read what they need of its answers. */
export function allowPanels(origins: readonly string[]): MiddlewareHandler<HttpEnv> {
  return cors({
    origin: [...origins],
    credentials: true,
    allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'],
    allowHeaders: [
      'Authorization',
      'Content-Type',
      'Content-Encoding',
      'If-Match',
      'If-None-Match',
      'Prefer',
      'Range',
      'X-Request-Id',
    ],
    exposeHeaders: [
      'Content-Disposition',
      'Content-Range',
      'Date',
      'ETag',
      'Link',
      'Location',
      'Retry-After',
      'X-Request-Id',
    ],
    maxAge: PREFLIGHT_SECONDS,
  });
}

/** `GET /` is for programs; who would rather have a page is sent to the panel. */
export const sendBrowsersToPanel: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const supports = ['application/json', 'text/html'];
  const wanted = accepts(c, { header: 'Accept', supports, default: 'application/json' });
  if (wanted !== 'text/html') return next();
  return makeAnswer(c, { status: 302, body: null, headers: { Location: '/panel/' } });
};
