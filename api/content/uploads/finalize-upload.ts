import { and, eq, lt, or, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { ReceiptBody } from '../../contract/upload-bodies.ts';
import { DcsError } from '../../core/errors.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentContext } from '../context.ts';
import { commitUpload } from './commit-upload.ts';
import { completeMultiparts } from './complete-multiparts.ts';
import { requireArrived } from './require-arrived.ts';
import { lockUpload, requireOpen, requireSameBase, type UploadWithFolder } from './upload-row.ts';

/** Longer than any finalize takes between two renewals; after it another may take over. */
const LEASE_SECONDS = 60;

/**
 * Publishes an upload: sees that all of it has arrived, and makes it the folder's new revision in
 * one transaction. Repeated, it gives the same receipt.
 * @throws DcsError `upload.not_found` | `upload.incomplete` | `upload.revision_conflict` |
 *   `upload.folder_moved` | `upload.not_open`
 */
export async function finalizeUpload(ctx: ContentContext, id: string): Promise<ReceiptBody> {
  const leaseId = ctx.ids.uuid();
  const held = await takeLease(ctx, id, leaseId);
  // The stored receipt is one this function gave.
  if (held.upload.state === 'published') return held.upload.receipt as ReceiptBody;
  try {
    await completeMultiparts(ctx, held);
    const leftovers = await requireArrived(ctx, held);
    return await commitUpload(ctx, id, { leaseId, leftovers });
  } catch (error) {
    await giveBack(ctx, id, leaseId);
    throw error;
  }
}

/** One finalizer at a time; one that died is followed by another when its lease has passed. */
async function takeLease(
  ctx: ContentContext,
  id: string,
  leaseId: string,
): Promise<UploadWithFolder> {
  return transaction(ctx.db, async (tx) => {
    const held = await lockUpload(tx, id);
    if (held.upload.state === 'published') return held;
    if (held.upload.state !== 'finalizing') requireOpen(held.upload);
    requireSameBase(held);
    const [taken] = await tx
      .update(uploads)
      .set({
        state: 'finalizing',
        leaseId,
        leaseUntil: sql`${dcsNow} + make_interval(secs => ${LEASE_SECONDS})`,
      })
      .where(and(eq(uploads.id, id), or(eq(uploads.state, 'open'), lt(uploads.leaseUntil, dcsNow))))
      .returning();
    if (taken) return { ...held, upload: taken };
    throw new DcsError('upload.not_open', {
      detail: 'It is being published now. Ask again in a moment.',
      members: { state: held.upload.state },
    });
  });
}

async function giveBack(ctx: ContentContext, id: string, leaseId: string): Promise<void> {
  await ctx.db
    .update(uploads)
    .set({ state: 'open', leaseId: null, leaseUntil: null })
    .where(and(eq(uploads.id, id), eq(uploads.state, 'finalizing'), eq(uploads.leaseId, leaseId)));
}
