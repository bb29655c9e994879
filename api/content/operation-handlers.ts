import type { OperationHandlers } from '../core/operations/run-operation.ts';
import type { ContentPorts } from './context.ts';
import { renameOperation } from './moves/rename-operation.ts';
import { purgeOperation } from './trash/purge-operation.ts';
import { restoreOperation } from './trash/restore-operation.ts';
import { trashOperation } from './trash/trash-operation.ts';
import { finalizeOperation } from './uploads/finalize-operation.ts';

/** How the slow work of this module is done. */
export function operationHandlers(content: ContentPorts): OperationHandlers {
  return {
    finalize: finalizeOperation,
    trash: trashOperation(content),
    restore: restoreOperation(content),
    rename: renameOperation(content),
    purge: purgeOperation,
  };
}
