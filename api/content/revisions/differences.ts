import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';
import { type Revision, requireStillKept } from '../reading/revision-rows.ts';
import type { EntryKind } from '../uploads/diff.ts';

/** Two revisions of one folder, in any order. */
export interface Span {
  readonly from: Revision;
  readonly to: Revision;
}

/** A path at which two revisions differ. */
export interface Difference {
  readonly path: string;
  /** What stands there in the first one; null for nothing, as the next. */
  readonly was: EntryKind | null;
  readonly kind: EntryKind | null;
  /** Bytes; 0 of what is no file. */
  readonly previousSizeBytes: number;
  /** Of the second revision, as all that follows. */
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly executable: boolean;
  readonly linkTarget: string | null;
}

/**
 * The query for all paths at which two revisions differ, whatever was in between: `path`, `was`,
 * `previous_size_bytes`, and of the second revision `kind`, `object_id`, `size_bytes`, `sha256`,
 * `executable` and `link_target`. It costs as much as changed between the two.
 */
export function differencesBetween({ from, to }: Span): SQL {
  return sql`
    SELECT coalesce(b.path, a.path) AS path, a.kind AS was, a.size_bytes AS previous_size_bytes,
      b.kind, b.object_id, b.size_bytes, b.sha256, coalesce(b.executable, false) AS executable,
      b.link_target
    FROM (${rowsOnlyIn(from, to)}) AS a FULL JOIN (${rowsOnlyIn(to, from)}) AS b ON b.path = a.path
    WHERE (a.kind, a.size_bytes, a.sha256, a.executable, a.link_target)
      IS DISTINCT FROM (b.kind, b.size_bytes, b.sha256, b.executable, b.link_target)`;
}

/** What a revision shows by a row that the other does not show. */
export function rowsOnlyIn(revision: Revision, other: Revision): SQL {
  return sql`
    SELECT f.path, f.kind, f.object_id, f.executable, f.link_target, o.size_bytes, o.sha256
    FROM files f LEFT JOIN objects o ON o.id = f.object_id
    WHERE f.folder_id = ${revision.folderId} AND ${isOnlyIn(revision.revision, other.revision)}`;
}

/** By the indexes on what was added in, or removed in, the revisions between the two. */
function isOnlyIn(revision: number, other: number): SQL {
  return revision < other
    ? sql`f.removed_in > ${revision} AND f.removed_in <= ${other} AND f.added_in <= ${revision}`
    : sql`f.added_in > ${other} AND f.added_in <= ${revision}
        AND (f.removed_in IS NULL OR f.removed_in > ${revision})`;
}

export interface DifferencesWanted {
  /** Which of them, by the columns of {@link differencesBetween}; all unless given. */
  readonly which?: SQL;
  /** Only those behind this path. */
  readonly after: string;
  readonly limit: number;
}

/**
 * Differences in byte order of their paths.
 * @throws DcsError `revision.not_found` when a revision went meanwhile
 */
export async function selectDifferences(
  ctx: Pick<Context, 'db'>,
  span: Span,
  { which = sql`true`, after, limit }: DifferencesWanted,
): Promise<Difference[]> {
  const rows = await ctx.db.execute<Selected>(sql`
    SELECT path, was, kind, coalesce(previous_size_bytes, 0) AS "previousSizeBytes",
      coalesce(size_bytes, 0) AS "sizeBytes", sha256, executable, link_target AS "linkTarget"
    FROM (${differencesBetween(span)}) AS d
    WHERE path > ${after} AND ${which} ORDER BY path LIMIT ${limit}`);
  await requireStillKept(ctx, span.from);
  await requireStillKept(ctx, span.to);
  return rows.map((row) => ({
    ...row,
    previousSizeBytes: Number(row.previousSizeBytes),
    sizeBytes: Number(row.sizeBytes),
  }));
}

type Selected = Omit<Difference, 'previousSizeBytes' | 'sizeBytes'> & {
  readonly previousSizeBytes: string;
  readonly sizeBytes: string;
};
