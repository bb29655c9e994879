import type { ReceiptBody } from '../../contract/upload-bodies.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/transaction.ts';
import { lockFolder } from '../folders/folder-row.ts';
import { requireBase } from '../folders/require-base.ts';
import { revisionOf } from '../reading/revision-rows.ts';
import { lockTarget } from '../targets/find-target.ts';
import { makeReceipt, recordRevision } from '../targets/record-revision.ts';
import { requireOutOfTrash } from '../targets/target.ts';
import { publishDifferences } from './publish-differences.ts';

export interface RevisionToRestore {
  readonly folderId: string;
  readonly revision: number;
  /** The revision the caller saw; the current one if not given. */
  readonly baseRevision: number | undefined;
}

/**
 * Publishes what an earlier revision held as the folder's next one. No bytes move; where nothing
 * differs, no revision is made.
 * @throws DcsError `revision.not_found` | `upload.revision_conflict` | `book.in_trash` |
 *   `build.in_trash`
 */
export async function restoreRevision(
  ctx: Context,
  { folderId, revision: restored, baseRevision }: RevisionToRestore,
): Promise<ReceiptBody> {
  return transaction(ctx.db, async (tx) => {
    const target = await lockTarget(tx, folderId);
    const folder = await lockFolder(tx, folderId);
    requireOutOfTrash(target);
    const kept = { ...folder, folderId };
    const span = { from: revisionOf(kept, undefined), to: revisionOf(kept, restored) };
    requireBase(baseRevision, folder.headRevision);
    const { changes, counts, bytes } = await publishDifferences(tx, folder, span);
    const revision = folder.headRevision + (changes ? 1 : 0);
    const about = { upload_id: null, restored_from: restored, counts, bytes };
    const remark = `, with what revision ${restored} held`;
    const receipt = await makeReceipt(ctx, tx, { folder, target, revision, about, remark });
    if (!changes) return receipt;
    await recordRevision(ctx, tx, { target, receipt, folderId, action: 'restore_revision' });
    return receipt;
  });
}
