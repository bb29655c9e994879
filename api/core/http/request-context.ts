import type { MiddlewareHandler } from 'hono';
import type { DatabaseLease, HttpContext, HttpEnv, Services } from './environment.ts';

const CALLERS_REQUEST_ID = /^[A-Za-z0-9._-]{8,64}$/;

/**
 * Gives each request its id, its context and its line in the log. The log has the path without its
 * query, since a query may carry a ticket.
 */
export function requestContext(services: Services): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const { blobs, clock, ids, log } = services;
    const offered = c.req.header('x-request-id') ?? '';
    const requestId = CALLERS_REQUEST_ID.test(offered) ? offered : ids.uuid();
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
    });
    const started = performance.now();
    try {
      await next();
    } finally {
      afterRequest(c, releaseAfter(lease, [c.get('bodySent'), ...outliving]));
    }
    c.header('X-Request-Id', requestId);
    if (!c.res.headers.has('Cache-Control')) c.header('Cache-Control', 'no-store');
    const { actor } = c.var.ctx;
    log.info('request', {
      request_id: requestId,
      method: c.req.method,
      path: new URL(c.req.url).pathname,
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

/** Lets an edge runtime finish what outlives the answer; on Node it simply goes on. */
function afterRequest(c: HttpContext, work: Promise<void>): void {
  const done = work.catch((error: unknown) => {
    c.var.ctx.log.error('after the request', { error: String(error) });
  });
  try {
    c.executionCtx.waitUntil(done);
  } catch {
    // Hono throws where the runtime has no execution context.
  }
}
