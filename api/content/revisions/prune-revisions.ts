import { and, eq, lt, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { folders, revisions } from '../../../db/schema/folders.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Budget } from '../../core/budget.ts';
import type { Tx } from '../../core/database.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentWork } from '../context.ts';
import { type FolderRow, lockFolder } from '../folders/folder-row.ts';
import { afterLastRead } from '../reading/last-read.ts';
import { findTarget } from '../targets/find-target.ts';
import { changedIn } from './differences.ts';

const FOLDERS_AT_ONCE = 100;
/** For which a revision stays after another took its place. */
const LEAST_DAYS = 7;

/**
 * Lets revisions go that were superseded more than seven days ago, but for the newest so many; always
 * the oldest first, one in a transaction. What only they showed is left to the sweep, for when nobody
 * reads it any more.
 */
export async function pruneRevisions(ctx: ContentWork, budget: Budget): Promise<void> {
  const oldest = sql`f.oldest_revision`;
  const due = await ctx.db.execute<{ id: string }>(sql`
    SELECT f.id FROM folders f
    JOIN revisions next ON next.folder_id = f.id AND next.revision = ${oldest} + 1
    WHERE f.head_revision - ${oldest} >= ${ctx.content.lifecycle.revisionsKeep}::integer
      AND ${isLongAgo(sql`next.published_at`)} AND ${isRecorded(sql`f.id`)}
    LIMIT ${FOLDERS_AT_ONCE}`);
  for (const { id } of due) {
    let isDue = true;
    while (isDue && !budget.isSpent()) {
      isDue = await transaction(ctx.db, (tx) => pruneOldest(ctx, tx, id));
    }
  }
}

/** @returns whether there was one to let go */
async function pruneOldest(ctx: ContentWork, tx: Tx, folderId: string): Promise<boolean> {
  const folder = await lockFolder(tx, folderId);
  if (!(await isOldestDue(ctx, tx, folder))) return false;
  const oldestRevision = folder.oldestRevision + 1;
  await tx.update(folders).set({ oldestRevision }).where(eq(folders.id, folderId));
  await tx
    .delete(revisions)
    .where(and(eq(revisions.folderId, folderId), lt(revisions.revision, oldestRevision)));
  await tx.execute(sql`
    WITH gone AS (
      DELETE FROM files f WHERE ${changedIn('removed_in', folderId, [oldestRevision, oldestRevision])}
      RETURNING object_id
    )
    UPDATE objects o SET state = 'doomed', not_before = ${afterLastRead(ctx.content)}
    WHERE o.id IN (SELECT object_id FROM gone) AND NOT EXISTS (
      SELECT FROM files f
      WHERE f.object_id = o.id AND (f.removed_in IS NULL OR f.removed_in > ${oldestRevision}))`);
  const { body, id, title: name } = await findTarget(tx, folderId);
  const system = { ...ctx, actor: { type: 'system' }, requestId: null, address: null } as const;
  await writeAudit(system, tx, {
    action: `${body.type}.prune_revision`,
    target: { type: body.type, id, name },
    before: { oldest_revision: folder.oldestRevision },
    after: { oldest_revision: oldestRevision },
  });
  return true;
}

async function isOldestDue(
  { content }: ContentWork,
  tx: Tx,
  { id, oldestRevision, headRevision }: FolderRow,
): Promise<boolean> {
  if (oldestRevision > headRevision - content.lifecycle.revisionsKeep) return false;
  const [next] = await tx
    .select({ revision: revisions.revision })
    .from(revisions)
    .where(
      and(
        eq(revisions.folderId, id),
        eq(revisions.revision, oldestRevision + 1),
        isLongAgo(sql`${revisions.publishedAt}`),
        isRecorded(sql`${revisions.folderId}`),
      ),
    );
  return next !== undefined;
}

function isLongAgo(moment: SQL) {
  return sql`${moment} <= ${dcsNow} - make_interval(days => ${LEAST_DAYS})`;
}

/** A record of a revision is written from its rows, so they stay until it is. */
function isRecorded(folderId: SQL) {
  return sql`NOT EXISTS (
    SELECT FROM outbox r WHERE r.entity_id = ${folderId} AND r.kind = 'revision')`;
}
