import type { Context } from '../../core/context.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import type { Attempted } from '../../core/operations/run-operation.ts';
import { findFolder } from '../folders/folder-row.ts';
import { findHeld } from '../trash/trash-row.ts';
import { type MoveWork, runMove } from './move-operation.ts';

/** Does an operation that moves a folder to where it belongs by its name, unless it is deleted. */
export async function moveHome(
  ctx: Context,
  run: OperationRun,
  work: Pick<MoveWork, 'content' | 'settle'>,
): Promise<Attempted> {
  const { folderId } = run.operation;
  const { bucket, prefix } = await findFolder(ctx.db, folderId);
  return runMove(ctx, run, {
    ...work,
    destination: { folderId, bucket, prefix },
    // Deleted, it goes to the trash from wherever it is.
    isWanted: async (tx) => (await findHeld(tx, folderId)) === undefined,
  });
}
