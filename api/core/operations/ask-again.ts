import { and, desc, eq } from 'drizzle-orm';
import { operations } from '../../../db/schema/operations.ts';
import type { Tx } from '../database.ts';
import { DcsError } from '../errors.ts';
import type { OperationRow, OperationType } from './operation-row.ts';
import { resumeOperation } from './resume-operation.ts';

/**
 * The operation that was asked for before, as it is now. One that waits for a person goes on: whoever
 * asks again has looked.
 * @throws DcsError `operation.not_found` when it ended so long ago that it is forgotten
 */
export async function askAgain(
  tx: Tx,
  type: OperationType,
  subjectId: string,
): Promise<OperationRow> {
  const [row] = await tx
    .select()
    .from(operations)
    .where(and(eq(operations.type, type), eq(operations.subjectId, subjectId)))
    .orderBy(desc(operations.id))
    .limit(1);
  if (!row) {
    throw new DcsError('operation.not_found', { detail: 'It ended more than 30 days ago.' });
  }
  return row.state === 'needs_person' ? resumeOperation(tx, row) : row;
}
