import { and, eq } from 'drizzle-orm';
import { uploads } from '../../../db/schema/uploads.ts';
import { DcsError } from '../../core/errors.ts';
import type { OperationHandler } from '../../core/operations/run-operation.ts';
import { commitUpload } from './commit-upload.ts';
import { completeMultiparts } from './complete-multiparts.ts';
import { requireArrived } from './require-arrived.ts';
import { findUpload, requireSameBase } from './upload-row.ts';

/**
 * Sees that all of an upload has arrived, and makes it the folder's new revision in one transaction.
 * Its total are the files to send; a file is done when it is proven.
 */
export const finalizeOperation: OperationHandler = {
  // Up to its commit nobody sees anything of it, and what was sent stays.
  cancellable: 'always',

  async run(ctx, run) {
    // Whatever an earlier attempt saw may have changed since.
    run.restart();
    const held = await findUpload(ctx.db, run.operation.subjectId);
    // Of two uploads to one folder, the second need not be looked at; the commit decides.
    requireSameBase(held);
    await completeMultiparts(ctx, held, run);
    await requireArrived(ctx, held, run);
    await commitUpload(ctx, run);
    return 'ended';
  },

  async giveUp(tx, { subjectId }) {
    await tx
      .update(uploads)
      .set({ state: 'open' })
      .where(and(eq(uploads.id, subjectId), eq(uploads.state, 'finalizing')));
  },

  async resume(tx, { subjectId }) {
    const resumed = await tx
      .update(uploads)
      .set({ state: 'finalizing' })
      .where(and(eq(uploads.id, subjectId), eq(uploads.state, 'open')))
      .returning({ id: uploads.id });
    if (resumed.length > 0) return;
    throw new DcsError('operation.not_retryable', { detail: 'Its upload is not open any more.' });
  },
};
