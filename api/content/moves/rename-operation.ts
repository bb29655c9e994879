import type { OperationHandler } from '../../core/operations/run-operation.ts';
import type { ContentPorts } from '../context.ts';
import { findFolder } from '../folders/folder-row.ts';
import { findHeld } from '../trash/trash-row.ts';
import { runMove } from './move-operation.ts';

/** Moves the files of a renamed book to where its new name says. Its readers see it all the while. */
export function renameOperation(content: ContentPorts): OperationHandler {
  return {
    async run(ctx, run) {
      const { folderId } = run.operation;
      const { bucket, prefix } = await findFolder(ctx.db, folderId);
      return runMove(ctx, run, {
        content,
        destination: { folderId, bucket, prefix },
        isWanted: async (tx) => (await findHeld(tx, folderId)) === undefined,
        // The book has its new name since it was asked for.
        settle: () => Promise.resolve(true),
      });
    },
  };
}
