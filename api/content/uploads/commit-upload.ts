import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { folders, outbox, revisions } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { ReceiptBody, UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import { writeAudit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { finishOperation, lockLease, type OperationRun } from '../../core/operations/lease.ts';
import { transaction } from '../../core/transaction.ts';
import { findFolder } from '../folders/folder-row.ts';
import { lockTarget } from '../targets/find-target.ts';
import { requireOutOfTrash, type Target } from '../targets/target.ts';
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
 * receipt, audit event, record, and the end of the operation, whose result the receipt is.
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
      await insertRevision(ctx, tx, { held, target, revision, counts });
    }
    if (changed || upload.mode === 'replace') await noteManifest(tx, held);
    await endPlan(tx, held);
    const receipt = await settle(ctx, tx, { held, target, revision, counts });
    await finishOperation(tx, run, receipt);
  });
}

/** What is merged into a folder is not what the folder then is. */
async function noteManifest(tx: Tx, { upload, folder }: UploadWithFolder): Promise<void> {
  const headManifestSha256 = upload.mode === 'replace' ? upload.manifestSha256 : null;
  await tx.update(folders).set({ headManifestSha256 }).where(eq(folders.id, folder.id));
}

interface Commit {
  readonly held: UploadWithFolder;
  readonly target: Target;
  readonly revision: number;
  readonly counts: UploadCounts;
}

function isChange(counts: UploadCounts): boolean {
  const { added, changed, removed, directories_added, directories_removed } = counts;
  return added + changed + removed + directories_added + directories_removed > 0;
}

async function insertRevision(
  ctx: Context,
  tx: Tx,
  { held: { upload, folder }, revision, counts }: Commit,
): Promise<void> {
  const { fileCount, sizeBytes } = await findFolder(tx, folder.id);
  const { added, changed, removed } = counts;
  await tx.insert(revisions).values({
    folderId: folder.id,
    revision,
    uploadId: upload.id,
    publishedBy: actorId(ctx),
    fileCount,
    sizeBytes,
    added,
    changed,
    removed,
  });
}

/** Stores the receipt and tells of it. */
async function settle(ctx: Context, tx: Tx, commit: Commit): Promise<ReceiptBody> {
  const { held, target, revision, counts } = commit;
  const { upload, folder } = held;
  const receipt = await writeReceipt(ctx, tx, commit);
  await tx.update(uploads).set({ state: 'published', receipt }).where(eq(uploads.id, upload.id));
  if (!receipt.changed) return receipt;
  await target.noteRevision(tx);
  const { type } = target.body;
  await writeAudit(ctx, tx, {
    action: `${type}.publish`,
    target: { type, id: target.id, name: target.title },
    before: { revision: folder.headRevision },
    after: { revision, upload_id: upload.id, ...counts },
  });
  await tx.insert(outbox).values({
    key: `folders/${folder.id}/${String(revision).padStart(10, '0')}.json`,
    record: { type: 'revision', folder_id: folder.id, revision, upload_id: upload.id, receipt },
  });
  return receipt;
}

async function writeReceipt(
  ctx: Context,
  tx: Tx,
  { held: { upload, folder }, target, revision, counts }: Commit,
): Promise<ReceiptBody> {
  const [{ now } = { now: '' }] = await tx.execute<{ now: string }>(sql`
    SELECT to_char(${dcsNow} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`);
  const changed = revision !== folder.headRevision;
  return {
    message: changed
      ? `Published revision ${revision} of ${target.title}.`
      : `Nothing changed; ${target.title} stays at revision ${revision}.`,
    upload_id: upload.id,
    target: target.body,
    revision,
    previous_revision: folder.headRevision,
    changed,
    counts,
    bytes: upload.bytes as UploadBytes, // stored with the counts
    published_at: now,
    published_by: actorId(ctx),
    manifest: `${target.manifestPath}?revision=${revision}`,
    tree: target.treePath,
  };
}

function actorId({ actor }: Context): string {
  if (actor.type !== 'user') throw new DcsError('auth.required');
  return actor.id;
}
