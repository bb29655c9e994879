import { and, eq, inArray } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { operations } from '../../../db/schema/operations.ts';
import { writeAudit } from '../audit/write-audit.ts';
import type { Context } from '../context.ts';
import { DcsError, problemOf } from '../errors.ts';
import { transaction } from '../transaction.ts';
import { auditTarget, findOperation, type OperationRow, UNDER_WAY } from './operation-row.ts';
import type { OperationHandler, OperationHandlers } from './run-operation.ts';

/** In which states an operation may be cancelled, by what its handler allows. */
const CANCELLABLE = {
  always: UNDER_WAY,
  queued: ['queued'],
} as const satisfies Record<string, readonly OperationRow['state'][]>;

/**
 * Ends an operation without its success; whoever works on it meets a lost lease. Repeating it is no
 * error.
 * @throws DcsError `operation.not_found` | `operation.not_cancellable` with its `state`
 */
export async function cancelOperation(
  ctx: Context,
  handlers: OperationHandlers,
  id: string,
): Promise<OperationRow> {
  return transaction(ctx.db, async (tx) => {
    const operation = await findOperation(tx, id);
    if (isCancelled(operation)) return operation;
    const handler = requireCancellable(operation, handlers);
    // As whoever works on it does: first what it is about, then the operation.
    await handler.giveUp?.(tx, operation);
    const [row] = await tx
      .update(operations)
      .set({
        state: 'failed',
        error: cancelled(ctx, id),
        leaseId: null,
        leaseUntil: null,
        updatedAt: dcsNow,
      })
      .where(and(eq(operations.id, id), inArray(operations.state, statesOf(handler))))
      .returning();
    // It has gone on in the meantime, and nothing is given up.
    if (!row) throw notCancellable(await findOperation(tx, id));
    await writeAudit(ctx, tx, {
      action: 'operation.cancel',
      target: auditTarget(row),
      before: { state: operation.state },
      after: { state: row.state },
    });
    return row;
  });
}

function isCancelled({ error }: OperationRow): boolean {
  return error?.code === 'operation.cancelled';
}

function statesOf({ cancellable }: OperationHandler): OperationRow['state'][] {
  return cancellable ? [...CANCELLABLE[cancellable]] : [];
}

function requireCancellable(
  operation: OperationRow,
  handlers: OperationHandlers,
): OperationHandler {
  const handler = handlers[operation.type];
  if (handler && statesOf(handler).includes(operation.state)) return handler;
  throw notCancellable(operation);
}

function notCancellable({ type, state }: OperationRow): DcsError {
  return new DcsError('operation.not_cancellable', {
    detail: `It is a ${type}, and its state is ${state}.`,
    members: { state },
  });
}

function cancelled({ actor, requestId }: Context, id: string) {
  const who = actor.type === 'user' ? actor.email : 'the service';
  const error = new DcsError('operation.cancelled', { detail: `It was cancelled by ${who}.` });
  return problemOf(error, requestId ?? id);
}
