import type { OperationHandler } from '../../core/operations/run-operation.ts';
import type { ContentPorts } from '../context.ts';
import { moveHome } from '../moves/move-home.ts';
import { advanceTrash } from './trash-row.ts';

/** Moves what was restored back to its bucket. Its readers see it all the while. */
export function restoreOperation(content: ContentPorts): OperationHandler {
  return {
    run(ctx, run) {
      const step = { id: run.operation.subjectId, from: 'restoring', to: 'restored' } as const;
      return moveHome(ctx, run, { content, settle: (tx) => advanceTrash(tx, step) });
    },
  };
}
