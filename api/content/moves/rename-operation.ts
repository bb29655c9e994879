import type { OperationHandler } from '../../core/operations/run-operation.ts';
import type { ContentPorts } from '../context.ts';
import { moveHome } from './move-home.ts';

/** Moves the files of a renamed book to where its new name says. Its readers see it all the while. */
export function renameOperation(content: ContentPorts): OperationHandler {
  // The book has its new name since it was asked for.
  const settle = () => Promise.resolve(true);
  return { run: (ctx, run) => moveHome(ctx, run, { content, settle }) };
}
