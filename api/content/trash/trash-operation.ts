import { sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import type { OperationHandler } from '../../core/operations/run-operation.ts';
import type { ContentPorts } from '../context.ts';
import { findFolder } from '../folders/folder-row.ts';
import { runMove } from '../moves/move-operation.ts';
import { advanceTrash, isInState } from './trash-row.ts';

/** Moves what was deleted to bucket `trash`, under its own path. From then on its days are counted. */
export function trashOperation(content: ContentPorts): OperationHandler {
  return {
    async run(ctx, run) {
      const { folderId, subjectId: trashId } = run.operation;
      const { prefix } = await findFolder(ctx.db, folderId);
      return runMove(ctx, run, {
        content,
        destination: { folderId, bucket: 'trash', prefix },
        // Whoever restores or purges it does not wait for the rest.
        isWanted: (tx) => isInState(tx, trashId, 'trashing'),
        settle(tx) {
          const days = content.lifecycle.trashDays;
          const purgeAfter = sql`${dcsNow} + make_interval(days => ${days})`;
          const step = { id: trashId, from: 'trashing', to: 'trashed' } as const;
          return advanceTrash(tx, step, { purgeAfter });
        },
      });
    },
  };
}
