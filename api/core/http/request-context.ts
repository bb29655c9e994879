import type { MiddlewareHandler } from 'hono';
import type { DatabaseLease, HttpEnv, Services } from './environment.ts';

const CALLERS_REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Gives each request its id, its context and its line in the log. The log has the path without its
 * query, since a query may carry a ticket.
 */
export function requestContext(services: Services): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { blobs, clock, ids, log } = services;
    const url = new URL(c.req.url);
    c.set('url', url);
    const offered = c.req.header('x-request-id') ?? '';
    const requestId = CALLERS_REQUEST_ID.test(offered) ? offered : ids.random();
    const lease = services.leaseDatabase();
    const outliving: Promise<void>[] = [];
    c.set('ctx', {
      actor: { type: 'anonymous' },
      requestId,
      address: services.callerAddress(c),
      db: lease.db,
      blobs,
      clock,
      ids,
      log,
      outlive: (work) => outliving.push(work),
      wakeTicks: () => services.wakeTicks(),
    });
    const started = performance.now();
    try {
      await next();
    } finally {
      const work = [c.get('bodySent'), ...outliving];
      const over = releaseAfter(lease, work).catch((error: unknown) => {
        log.error('after the request', { error: String(error) });
      });
      services.keepFor(c, over);
    }
    const { actor } = c.get('ctx');
    log.info('request', {
      request_id: requestId,
      method: c.req.method,
      path: url.pathname,
      status: c.res.status,
      ms: Math.round(performance.now() - started),
      ...(actor.type === 'user' ? { user: actor.id } : {}),
    });
  };
}

async function releaseAfter(
  lease: DatabaseLease,
  work: readonly (Promise<void> | undefined)[],
): Promise<void> {
  await Promise.all(work);
  await lease.release();
}
