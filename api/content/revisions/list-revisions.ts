import { and, desc, eq, gte, lt } from 'drizzle-orm';
import { folders, revisions } from '../../../db/schema/folders.ts';
import type { RevisionBody, RevisionQuery } from '../../contract/revisions.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, type Page, readCursor } from '../../core/list.ts';
import { userEmail } from '../../core/user-email.ts';

/**
 * One page of the revisions of a folder that are kept, newest first, by keyset.
 * @param folderId null of a book for which nothing was planned yet
 * @throws DcsError `request.bad_cursor`
 */
export async function listRevisions(
  ctx: Context,
  folderId: string | null,
  { limit, cursor }: RevisionQuery,
): Promise<Page<ListedRevision>> {
  const scope = ['revisions', folderId];
  const position = await readCursor(cursor, scope);
  if (folderId === null) return { rows: [], nextCursor: null };
  const found = await ctx.db
    .select({ row: revisions, email: userEmail(revisions.publishedBy) })
    .from(revisions)
    .innerJoin(folders, eq(folders.id, revisions.folderId))
    .where(
      and(
        eq(revisions.folderId, folderId),
        gte(revisions.revision, folders.oldestRevision),
        position && lt(revisions.revision, Number(position.value)),
      ),
    )
    .orderBy(desc(revisions.revision))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: ({ row }) => ({ value: String(row.revision), id: folderId }),
  });
}

interface ListedRevision {
  readonly row: typeof revisions.$inferSelect;
  readonly email: string | null;
}

export function revisionBody({ row, email }: ListedRevision): RevisionBody {
  return {
    revision: row.revision,
    published_at: row.publishedAt.toISOString(),
    published_by: row.publishedBy,
    published_by_email: email,
    upload_id: row.uploadId,
    restored_from: row.restoredFrom,
    files: row.fileCount,
    size: row.sizeBytes,
    added: row.added,
    changed: row.changed,
    removed: row.removed,
  };
}
