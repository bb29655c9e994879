import { and, eq } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { operations } from '../../../db/schema/operations.ts';
import type { Tx } from '../database.ts';
import { DcsError } from '../errors.ts';
import { findOperation, findUnderWay, type OperationRow } from './operation-row.ts';

/**
 * Queues an operation again that needs a person, due at once and with all its attempts before it; its
 * error is told until the next one.
 * @throws DcsError `operation.not_retryable` in any other state, and when the same was asked for anew
 */
export async function resumeOperation(
  tx: Tx,
  { id, type, subjectId }: Pick<OperationRow, 'id' | 'type' | 'subjectId'>,
): Promise<OperationRow> {
  const underWay = await findUnderWay(tx, type, subjectId);
  if (underWay && underWay.id !== id) {
    throw new DcsError('operation.not_retryable', {
      detail: 'The same was asked for anew, and that is under way.',
      members: { operation_id: underWay.id },
    });
  }
  const [row] = await tx
    .update(operations)
    .set({ state: 'queued', attempts: 0, nextAttemptAt: dcsNow, updatedAt: dcsNow })
    .where(and(eq(operations.id, id), eq(operations.state, 'needs_person')))
    .returning();
  if (row) return row;
  const { state } = await findOperation(tx, id);
  const detail = `Its state is ${state}; only what needs a person is tried again.`;
  throw new DcsError('operation.not_retryable', { detail, members: { state } });
}
