import { operations } from '../../../db/schema/operations.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../database.ts';
import type { AskedBy, OperationRow } from './operation-row.ts';

type NewOperation = Pick<OperationRow, 'type' | 'folderId' | 'subjectId' | 'target' | 'total'>;

/** Queues an operation, in the transaction that makes it necessary. Ticks see to it that it is done. */
export async function createOperation(
  { ids, actor, requestId, address }: Pick<Context, 'ids'> & AskedBy,
  tx: Tx,
  operation: NewOperation,
): Promise<OperationRow> {
  const askedBy: AskedBy = { actor, requestId, address };
  const [row] = await tx
    .insert(operations)
    .values({ ...operation, id: ids.uuid(), state: 'queued', askedBy })
    .returning();
  if (!row) throw new Error('INSERT … RETURNING gave no row.');
  return row;
}
