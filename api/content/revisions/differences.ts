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
 * `executable` and `link_target`. It costs as much as changed between the two, if it is materialized:
 * a full join is always one by hashes or in order, but by conditions from outside it would become
 * another, which may go over one side again for each row of the other.
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
function rowsOnlyIn(revision: Revision, other: Revision): SQL {
  return sql`
    SELECT f.path, f.kind, f.object_id, f.executable, f.link_target, o.size_bytes, o.sha256
    FROM files f LEFT JOIN objects o ON o.id = f.object_id
    WHERE ${isOnlyIn(revision, other.revision)}`;
}

function isOnlyIn({ folderId, revision }: Revision, other: number): SQL {
  return revision < other
    ? sql`${changedIn('removed_in', folderId, [revision + 1, other])} AND f.added_in <= ${revision}`
    : sql`${changedIn('added_in', folderId, [other + 1, revision])}
        AND (f.removed_in IS NULL OR f.removed_in > ${revision})`;
}

/** Whether a row of `files f` was added, or removed, in one of these revisions of a folder. */
export function changedIn(
  change: 'added_in' | 'removed_in',
  folderId: string,
  [first, last]: readonly [number, number],
): SQL {
  if (first > last) return sql`false`;
  const column = sql.raw(`f.${change}`);
  const hashes = Array.from(
    { length: last - first + 1 },
    (_, index) => sql`uuid_hash_extended(${folderId}::uuid, ${sql.raw(String(first + index))})`,
  );
  // The indexes are on this hash; the rest tells apart what happens to have the same one.
  return sql`uuid_hash_extended(f.folder_id, ${column}) IN (${sql.join(hashes, sql`, `)})
    AND f.folder_id = ${folderId} AND ${column} BETWEEN ${first} AND ${last}`;
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
    WITH d AS MATERIALIZED (${differencesBetween(span)})
    SELECT path, was, kind, coalesce(previous_size_bytes, 0) AS "previousSizeBytes",
      coalesce(size_bytes, 0) AS "sizeBytes", sha256, executable, link_target AS "linkTarget"
    FROM d WHERE path > ${after} AND ${which} ORDER BY path LIMIT ${limit}`);
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
