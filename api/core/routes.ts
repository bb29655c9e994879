import { listAuditEvents as auditEndpoint } from '../contract/audit.ts';
import * as service from '../contract/service.ts';
import { checkHealth } from './check-health.ts';
import { type Route, reply, route } from './http/route.ts';
import { listAuditEvents } from './list-audit-events.ts';

/** What every module rests on: the service's own state, and the audit trail. */
export function coreRoutes(): readonly Route[] {
  return [
    route(service.serviceInfo, async () =>
      reply(200, {
        name: service.SERVICE_NAME,
        version: service.SERVICE_VERSION,
        message: 'running',
      }),
    ),

    route(service.health, async (ctx) => {
      const { status, checks } = await checkHealth(ctx);
      const code = status === 'ok' ? 200 : 503;
      const body = ctx.actor.type === 'anonymous' ? { status } : { status, checks };
      return reply(code, body, code === 503 ? { 'Retry-After': '2' } : {});
    }),

    route(auditEndpoint, async (ctx, { query }) => {
      const { items, nextCursor } = await listAuditEvents(ctx, query);
      return reply(200, { items, next_cursor: nextCursor });
    }),
  ];
}
