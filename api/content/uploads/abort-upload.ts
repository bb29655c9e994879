import { eq } from 'drizzle-orm';
import { uploads } from '../../../db/schema/uploads.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import { DcsError } from '../../core/errors.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentContext } from '../context.ts';
import { endPlan } from './end-plan.ts';
import { lockUpload } from './upload-row.ts';

/**
 * Gives an upload up; what it sent is deleted by ticks. Repeating it is no error.
 * @throws DcsError `upload.not_found` | `upload.not_open` when it is published or being so
 */
export async function abortUpload(ctx: ContentContext, id: string): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    const held = await lockUpload(tx, id);
    const { state } = held.upload;
    if (state === 'aborted' || state === 'expired') return;
    if (state !== 'open') {
      const detail = `The upload is ${state}; it cannot be given up any more.`;
      throw new DcsError('upload.not_open', { detail, members: { state } });
    }
    await endPlan(tx, held);
    await tx.update(uploads).set({ state: 'aborted' }).where(eq(uploads.id, id));
    await writeAudit(ctx, tx, {
      action: 'upload.abort',
      target: { type: 'upload', id, name: held.folder.prefix },
    });
  });
}
