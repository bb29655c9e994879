import { sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { revisions } from '../../../db/schema/folders.ts';
import type { ReceiptBody } from '../../contract/upload-bodies.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { type FolderRow, findFolder } from '../folders/folder-row.ts';
import type { Target } from './target.ts';

/** What was published, or found to be so already. */
export interface Publication {
  /** As it was before. */
  readonly folder: FolderRow;
  readonly target: Target;
  /** The folder's own, where nothing changed. */
  readonly revision: number;
  readonly about: Pick<ReceiptBody, 'upload_id' | 'restored_from' | 'counts' | 'bytes'>;
  /** What is said of a new revision behind its name; nothing unless given. */
  readonly remark?: string;
}

/** The receipt of a publish as on the wire. */
export async function makeReceipt(
  ctx: Context,
  tx: Tx,
  { folder, target, revision, about, remark = '' }: Publication,
): Promise<ReceiptBody> {
  const [{ now } = { now: '' }] = await tx.execute<{ now: string }>(sql`
    SELECT to_char(${dcsNow} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS now`);
  const changed = revision !== folder.headRevision;
  return {
    message: changed
      ? `Published revision ${revision} of ${target.title}${remark}.`
      : `Nothing changed; ${target.title} stays at revision ${revision}.`,
    ...about,
    target: target.body,
    revision,
    previous_revision: folder.headRevision,
    changed,
    published_at: now,
    published_by: actorId(ctx),
    manifest: `${target.manifestPath}?revision=${revision}`,
    tree: target.treePath,
  };
}

/**
 * Notes a revision whose rows and counts are written, and tells of it, in the transaction that
 * publishes it.
 * @param action of its audit event, without the type
 */
export async function recordRevision(
  ctx: Context,
  tx: Tx,
  {
    target,
    receipt,
    folderId,
    action,
  }: {
    target: Target;
    receipt: ReceiptBody;
    folderId: string;
    action: 'publish' | 'restore_revision';
  },
): Promise<void> {
  const { revision, previous_revision, upload_id, restored_from, counts } = receipt;
  const { fileCount, sizeBytes } = await findFolder(tx, folderId);
  const { added, changed, removed } = counts;
  await tx.insert(revisions).values({
    folderId,
    revision,
    uploadId: upload_id,
    restoredFrom: restored_from ?? null,
    publishedBy: receipt.published_by,
    fileCount,
    sizeBytes,
    added,
    changed,
    removed,
  });
  await target.noteRevision(tx);
  const { type } = target.body;
  const origin = restored_from === undefined ? { upload_id } : { restored_from };
  await writeAudit(ctx, tx, {
    action: `${type}.${action}`,
    target: { type, id: target.id, name: target.title },
    before: { revision: previous_revision },
    after: { revision, ...origin, ...counts },
  });
}

function actorId({ actor }: Context): string {
  if (actor.type !== 'user') throw new DcsError('auth.required');
  return actor.id;
}
