import { and, count, eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { files, objects, revisions } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { Context } from '../../core/context.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { finishOperation, lockLease, type OperationRun } from '../../core/operations/lease.ts';
import type { OperationHandler } from '../../core/operations/run-operation.ts';
import { transaction } from '../../core/transaction.ts';
import { beginEpoch } from '../folders/folder-row.ts';
import { buryFolder } from '../moves/move-prefixes.ts';
import { endPlan } from '../uploads/end-plan.ts';
import { isUnfinished, lockUpload } from '../uploads/upload-row.ts';
import { advanceTrash, isInState, lockTrash } from './trash-row.ts';

const SLICE_ROWS = 5000;

/**
 * Destroys what a folder ever held: ends its uploads, drops its rows, dooms its objects wherever they
 * are. Its total are its rows. The sweep deletes the bytes; the book or build stays as a tombstone.
 */
export const purgeOperation: OperationHandler = {
  async run(ctx, run) {
    await endUploads(ctx, run);
    for (;;) {
      const gone = await dropSlice(ctx, run);
      if (gone === 0) break;
      await run.advance(gone);
      if (run.budget.isSpent()) return 'later';
    }
    await settle(ctx, run);
    return 'ended';
  },
};

const EMPTY = {
  headRevision: 0,
  oldestRevision: 1,
  fileCount: 0,
  directoryCount: 0,
  linkCount: 0,
  sizeBytes: 0,
  headManifestSha256: null,
} as const;

/** Rows of a folder still to be dropped. */
export async function countLeft(query: Queries, folderId: string): Promise<number> {
  const [row] = await query
    .select({ count: count() })
    .from(files)
    .where(eq(files.folderId, folderId));
  return row?.count ?? 0;
}

/** What was sent for them is swept as that of any upload that is over. */
async function endUploads(ctx: Context, run: OperationRun): Promise<void> {
  const { folderId } = run.operation;
  const open = await ctx.db
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.folderId, folderId), isUnfinished));
  for (const { id } of open) {
    await transaction(ctx.db, async (tx) => {
      const held = await lockUpload(tx, id);
      await lockLease(tx, run);
      if (held.upload.state !== 'open' && held.upload.state !== 'finalizing') return;
      await endPlan(tx, held);
      await tx.update(uploads).set({ state: 'aborted' }).where(eq(uploads.id, id));
    });
  }
}

/** @returns how many rows went */
async function dropSlice(ctx: Context, run: OperationRun): Promise<number> {
  const { folderId, subjectId: trashId } = run.operation;
  return transaction(ctx.db, async (tx) => {
    await lockLease(tx, run);
    await requirePurging(tx, trashId);
    const gone = await tx.execute(sql`
      DELETE FROM files WHERE folder_id = ${folderId} AND (path, added_in) IN (
        SELECT path, added_in FROM files WHERE folder_id = ${folderId}
        ORDER BY path, added_in LIMIT ${SLICE_ROWS})
      RETURNING object_id`);
    return gone.length;
  });
}

async function requirePurging(tx: Tx, trashId: string): Promise<void> {
  if (await isInState(tx, trashId, 'purging')) return;
  throw new Error(`The deletion ${trashId} is not to be purged.`);
}

async function settle(ctx: Context, run: OperationRun): Promise<void> {
  const { folderId, subjectId: trashId } = run.operation;
  await transaction(ctx.db, async (tx) => {
    await lockTrash(tx, trashId);
    await advanceTrash(tx, { id: trashId, from: 'purging', to: 'purged' });
    await buryFolder(tx, folderId);
    // Everything it ever had, sources of earlier moves as well: nobody shall read it any more.
    await tx
      .update(objects)
      .set({ state: 'doomed', notBefore: dcsNow })
      .where(eq(objects.folderId, folderId));
    await tx.delete(revisions).where(eq(revisions.folderId, folderId));
    await beginEpoch(tx, folderId, EMPTY);
    await finishOperation(tx, run, { files: run.operation.total });
  });
}
