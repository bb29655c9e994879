import type { OperationHandler } from '../../core/operations/run-operation.ts';
import type { ContentPorts } from '../context.ts';
import { findFolder } from '../folders/folder-row.ts';
import { runMove } from '../moves/move-operation.ts';
import { advanceTrash, findHeld } from './trash-row.ts';

/** Moves what was restored back to its bucket. Its readers see it all the while. */
export function restoreOperation(content: ContentPorts): OperationHandler {
  return {
    async run(ctx, run) {
      const { folderId, subjectId: trashId } = run.operation;
      const { bucket, prefix } = await findFolder(ctx.db, folderId);
      return runMove(ctx, run, {
        content,
        destination: { folderId, bucket, prefix },
        // Deleted again, it goes to the trash from wherever it is.
        isWanted: async (tx) => (await findHeld(tx, folderId)) === undefined,
        settle: (tx) => advanceTrash(tx, { id: trashId, from: 'restoring', to: 'restored' }),
      });
    },
  };
}
