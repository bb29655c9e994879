import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { books } from '../../../db/schema/content.ts';
import { outbox, revisions } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { ReceiptBody, UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import { writeAudit } from '../../core/audit.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { transaction } from '../../core/transaction.ts';
import { bookTitle } from '../books/book-row.ts';
import type { ContentContext } from '../context.ts';
import { findFolder } from '../folders/folder-row.ts';
import { dropPlan } from './drop-plan.ts';
import { publishChanges } from './publish-changes.ts';
import { keyPrefixOf, lockUpload, requireSameBase, type UploadWithFolder } from './upload-row.ts';
import { bookTargetBody } from './upload-target.ts';

/**
 * Makes the upload the folder's new revision, all in one transaction: rows, counts, revision,
 * receipt, audit event and record.
 * @param input `leftovers` are paths that arrived and are not part of it any more
 * @throws DcsError `upload.revision_conflict` | `upload.folder_moved` | `upload.not_open`
 */
export async function commitUpload(
  ctx: ContentContext,
  id: string,
  { leaseId, leftovers }: { leaseId: string; leftovers: readonly string[] },
): Promise<ReceiptBody> {
  return transaction(ctx.db, async (tx) => {
    const held = await lockUpload(tx, id);
    const { upload, folder } = held;
    if (upload.state !== 'finalizing' || upload.leaseId !== leaseId) {
      throw new DcsError('upload.not_open', {
        detail: 'Another finalizer took it over. Ask for its state.',
        members: { state: upload.state },
      });
    }
    requireSameBase(held);
    // What was counted when it was planned, in the shape it was stored in.
    const counts = upload.counts as UploadCounts;
    const changed = isChange(counts);
    const revision = folder.headRevision + (changed ? 1 : 0);
    if (changed) {
      const keyPrefix = keyPrefixOf(held);
      const { bucket, id: folderId } = folder;
      await publishChanges(tx, { folderId, uploadId: id, revision, bucket, keyPrefix });
      await insertRevision(ctx, tx, { held, revision, counts });
    }
    await dropPlan(tx, held, leftovers);
    return await settle(ctx, tx, { held, revision, counts });
  });
}

interface Commit {
  readonly held: UploadWithFolder;
  readonly revision: number;
  readonly counts: UploadCounts;
}

function isChange(counts: UploadCounts): boolean {
  const { added, changed, removed, directories_added, directories_removed } = counts;
  return added + changed + removed + directories_added + directories_removed > 0;
}

async function insertRevision(
  ctx: ContentContext,
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
async function settle(
  ctx: ContentContext,
  tx: Tx,
  { held: { upload, folder }, revision, counts }: Commit,
): Promise<ReceiptBody> {
  const changed = revision !== folder.headRevision;
  const [book] = await tx
    .update(books)
    .set(
      changed
        ? { rowVersion: sql`${books.rowVersion} + 1`, updatedAt: dcsNow }
        : { folderId: folder.id },
    )
    .where(eq(books.folderId, folder.id))
    .returning();
  if (!book) throw new Error(`The folder ${folder.id} belongs to no book.`);
  const title = bookTitle(book);
  const [{ now } = { now: '' }] = await tx.execute<{ now: string }>(sql`
    SELECT to_char(${dcsNow} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`);
  const receipt: ReceiptBody = {
    message: changed
      ? `Published revision ${revision} of ${title}.`
      : `Nothing changed; ${title} stays at revision ${revision}.`,
    upload_id: upload.id,
    target: bookTargetBody(book),
    revision,
    previous_revision: folder.headRevision,
    changed,
    counts,
    bytes: upload.bytes as UploadBytes, // stored with the counts
    published_at: now,
    published_by: actorId(ctx),
    manifest: `/books/${book.id}/manifest?revision=${revision}`,
    tree: `/storage/books/${encodeURIComponent(book.publisher)}/${encodeURIComponent(book.bookName)}`,
  };
  await tx
    .update(uploads)
    .set({ state: 'published', receipt, leaseId: null, leaseUntil: null })
    .where(eq(uploads.id, upload.id));
  if (changed) {
    await writeAudit(ctx, tx, {
      action: 'book.publish',
      target: { type: 'book', id: book.id, name: title },
      before: { revision: folder.headRevision },
      after: { revision, upload_id: upload.id, ...counts },
    });
    await tx.insert(outbox).values({
      key: `folders/${folder.id}/${String(revision).padStart(10, '0')}.json`,
      record: { type: 'revision', folder_id: folder.id, revision, upload_id: upload.id, receipt },
    });
  }
  return receipt;
}

function actorId({ actor }: ContentContext): string {
  if (actor.type !== 'user') throw new DcsError('auth.required');
  return actor.id;
}
