import { eq } from 'drizzle-orm';
import { uploads } from '../../../db/schema/uploads.ts';
import type { ReceiptBody, UploadCounts } from '../../contract/upload-bodies.ts';
import type { Context } from '../../core/context.ts';
import { errorOfProblem } from '../../core/errors.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import { followOperation } from '../../core/operations/follow-operation.ts';
import { findUnderWay, type OperationRow } from '../../core/operations/operation-row.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentRequest } from '../context.ts';
import { operationHandlers } from '../operation-handlers.ts';
import { findTarget } from '../targets/find-target.ts';
import { requireOutOfTrash } from '../targets/target.ts';
import { lockUpload, requireOpen, requireSameBase } from './upload-row.ts';

export interface Finalizing {
  /** The upload's. */
  readonly id: string;
  /** How long to wait for the receipt; 0 to be given the operation at once. */
  readonly patienceMs: number;
}

/** The receipt, or else the operation whose result it will be. */
export type Finalized =
  | { readonly receipt: ReceiptBody; readonly operation?: never }
  | { readonly operation: OperationRow; readonly receipt?: never };

/**
 * Publishes an upload, by an operation that goes on when patience is over. Repeated, it gives the
 * same receipt or the same operation.
 * @throws DcsError `upload.not_found` | `upload.incomplete` | `upload.revision_conflict` |
 *   `upload.folder_moved` | `upload.not_open` | `book.in_trash` | `build.in_trash` |
 *   `storage.unavailable`
 */
export async function finalizeUpload(
  ctx: ContentRequest,
  { id, patienceMs }: Finalizing,
): Promise<Finalized> {
  const begun = await begin(ctx, id);
  if (begun.receipt) return begun;
  const handlers = operationHandlers(ctx.content);
  const operation = await followOperation(ctx, { handlers, id: begun.operation.id, patienceMs });
  if (patienceMs === 0) return { operation };
  if (operation.error) throw errorOfProblem(operation.error);
  // What the operation's handler gave.
  return operation.result ? { receipt: operation.result as ReceiptBody } : { operation };
}

async function begin(ctx: Context, id: string): Promise<Finalized> {
  return transaction(ctx.db, async (tx) => {
    const held = await lockUpload(tx, id);
    const { upload, folder } = held;
    // The stored receipt is one of this verb.
    if (upload.state === 'published') return { receipt: upload.receipt as ReceiptBody };
    const underWay = await findUnderWay(tx, 'finalize', id);
    if (underWay) return { operation: underWay };
    requireOpen(upload);
    const target = await findTarget(tx, folder.id);
    requireOutOfTrash(target);
    requireSameBase(held);
    await tx.update(uploads).set({ state: 'finalizing' }).where(eq(uploads.id, id));
    const { send } = upload.counts as UploadCounts; // as it was stored when it was planned
    const operation = await createOperation(ctx, tx, {
      type: 'finalize',
      folderId: folder.id,
      subjectId: id,
      target: target.body,
      total: send,
    });
    return { operation };
  });
}
