import * as endpoints from '../contract/operations.ts';
import * as service from '../contract/service.ts';
import { auditRoutes } from './audit/routes.ts';
import { checkHealth } from './check-health.ts';
import { type Route, reply, route } from './http/route.ts';
import { pageBody } from './list.ts';
import { answerAccepted } from './operations/answer-accepted.ts';
import { cancelOperation } from './operations/cancel-operation.ts';
import { listOperations } from './operations/list-operations.ts';
import {
  ASK_AGAIN_SECONDS,
  findOperation,
  isUnderWay,
  operationBody,
} from './operations/operation-row.ts';
import { retryOperation } from './operations/retry-operation.ts';
import type { OperationHandlers } from './operations/run-operation.ts';

/**
 * What every module rests on: the service's own state, the audit trail, and operations.
 * @param handlers of every type of operation there is
 */
export function coreRoutes(handlers: OperationHandlers): readonly Route[] {
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

    ...auditRoutes(),

    route(endpoints.listOperations, async (ctx, { query }) =>
      reply(200, pageBody(await listOperations(ctx, query), operationBody)),
    ),

    route(endpoints.getOperation, async (ctx, { params }) => {
      const operation = await findOperation(ctx.db, params.operation_id);
      const headers = isUnderWay(operation) ? { 'Retry-After': ASK_AGAIN_SECONDS } : {};
      return reply(200, operationBody(operation), headers);
    }),

    route(endpoints.cancelOperation, async (ctx, { params }) =>
      reply(200, operationBody(await cancelOperation(ctx, handlers, params.operation_id))),
    ),

    route(endpoints.retryOperation, async (ctx, { params }) =>
      answerAccepted(await retryOperation(ctx, handlers, params.operation_id)),
    ),
  ];
}
