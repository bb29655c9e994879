import type { OperationHandlers } from '../core/operations/run-operation.ts';
import { finalizeOperation } from './uploads/finalize-operation.ts';

/** How the slow work of this module is done. */
export const OPERATION_HANDLERS: OperationHandlers = { finalize: finalizeOperation };
