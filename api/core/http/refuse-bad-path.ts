import type { MiddlewareHandler } from 'hono';
import { DcsError } from '../errors.ts';
import type { HttpEnv } from './environment.ts';

/** Refuses a path whose percent-escapes are broken or not UTF-8, before any route half-decodes it. */
export const refuseBadPath: MiddlewareHandler<HttpEnv> = async (c, next) => {
  const { pathname } = c.get('url');
  if (pathname.includes('%')) {
    try {
      decodeURIComponent(pathname);
    } catch (cause) {
      throw new DcsError('request.bad_path', {
        detail: 'A percent sign is written %25; escapes must be UTF-8.',
        cause,
      });
    }
  }
  await next();
};
