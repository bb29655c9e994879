import { writeAudit } from '../audit/write-audit.ts';
import type { RequestContext } from '../context.ts';
import { transaction } from '../transaction.ts';
import { auditTarget, findOperation, type OperationRow } from './operation-row.ts';
import { resumeOperation } from './resume-operation.ts';
import type { OperationHandlers } from './run-operation.ts';

/**
 * Has an operation tried again that needs a person.
 * @throws DcsError `operation.not_found` | `operation.not_retryable`
 */
export async function retryOperation(
  ctx: RequestContext,
  handlers: OperationHandlers,
  id: string,
): Promise<OperationRow> {
  const queued = await transaction(ctx.db, async (tx) => {
    const operation = await findOperation(tx, id);
    const { state } = operation;
    if (state === 'needs_person') await handlers[operation.type]?.resume?.(tx, operation);
    const row = await resumeOperation(tx, operation);
    await writeAudit(ctx, tx, {
      action: 'operation.retry',
      target: auditTarget(row),
      before: { state },
      after: { state: row.state },
    });
    return row;
  });
  ctx.wakeTicks();
  return queued;
}
