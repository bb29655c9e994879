import { eq } from 'drizzle-orm';
import { folders } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { finishOperation, lockLease, type OperationRun } from '../../core/operations/lease.ts';
import { transaction } from '../../core/transaction.ts';
import { lockTarget } from '../targets/find-target.ts';
import { makeReceipt, recordRevision } from '../targets/record-revision.ts';
import { requireOutOfTrash } from '../targets/target.ts';
import { isChange } from './count-changes.ts';
import { endPlan } from './end-plan.ts';
import { publishChanges } from './publish-changes.ts';
import {
  findUpload,
  keyPrefixOf,
  lockUpload,
  requireSameBase,
  type UploadWithFolder,
} from './upload-row.ts';

/**
 * Makes the upload the folder's new revision, all in one transaction: rows, counts, revision,
 * receipt, audit event, and the end of the operation, whose result the receipt is.
 * @throws DcsError `upload.revision_conflict` | `upload.folder_moved` | `book.in_trash` |
 *   `build.in_trash`; LeaseLostError
 */
export async function commitUpload(ctx: Context, run: OperationRun): Promise<void> {
  const id = run.operation.subjectId;
  await transaction(ctx.db, async (tx) => {
    const target = await lockTarget(tx, (await findUpload(tx, id)).folder.id);
    const held = await lockUpload(tx, id);
    const { upload, folder } = held;
    // While the lease is held, the upload is being finalized.
    await lockLease(tx, run);
    requireOutOfTrash(target);
    requireSameBase(held);
    // What was counted when it was planned, in the shape it was stored in.
    const counts = upload.counts as UploadCounts;
    const changed = isChange(counts);
    const revision = folder.headRevision + (changed ? 1 : 0);
    if (changed) {
      const keyPrefix = keyPrefixOf(held);
      const { bucket, id: folderId } = folder;
      await publishChanges(tx, { folderId, uploadId: id, revision, bucket, keyPrefix });
    }
    if (changed || upload.mode === 'replace') await noteManifest(tx, held);
    await endPlan(tx, held);
    // Stored with the counts.
    const about = { upload_id: id, counts, bytes: upload.bytes as UploadBytes };
    const receipt = await makeReceipt(ctx, tx, { folder, target, revision, about });
    await tx.update(uploads).set({ state: 'published', receipt }).where(eq(uploads.id, id));
    if (changed) {
      const action = 'publish';
      await recordRevision(ctx, tx, { target, receipt, folderId: folder.id, action });
    }
    await finishOperation(tx, run, receipt);
  });
}

/** What is merged into a folder is not what the folder then is. */
async function noteManifest(tx: Tx, { upload, folder }: UploadWithFolder): Promise<void> {
  const headManifestSha256 = upload.mode === 'replace' ? upload.manifestSha256 : null;
  await tx.update(folders).set({ headManifestSha256 }).where(eq(folders.id, folder.id));
}
