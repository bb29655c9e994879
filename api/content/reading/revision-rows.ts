import { type SQL, sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import type { EntryKind } from '../uploads/diff.ts';

/** A row of a revision with what its object is. */
export interface RevisionRow {
  readonly path: string;
  readonly kind: EntryKind;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly executable: boolean;
  readonly linkTarget: string | null;
  readonly addedIn: number;
  readonly bucket: string | null;
  readonly key: string | null;
}

/** What a revision shows. @throws DcsError `revision.not_found` */
export function revisionOf(folder: FolderRow, wanted: number | undefined): number {
  const revision = wanted ?? folder.headRevision;
  if (revision >= 1 && revision <= folder.headRevision) return revision;
  throw new DcsError('revision.not_found', {
    detail: `There are revisions 1 to ${folder.headRevision}.`,
  });
}

export interface RowsWanted {
  readonly folderId: string;
  readonly revision: number;
  /** Whether that is the current one, whose rows have an index of their own. */
  readonly current: boolean;
}

/** The rows of a revision below a folder, in byte order of their paths; '' is all of them. */
export async function rowsBelow(
  ctx: Context,
  wanted: RowsWanted,
  path: string,
): Promise<RevisionRow[]> {
  // '0' is what comes after '/'.
  const below = path === '' ? sql`true` : sql`f.path > ${`${path}/`} AND f.path < ${`${path}0`}`;
  return select(ctx, wanted, sql`${below} ORDER BY f.path`);
}

/** The row of one path. */
export async function rowAt(
  ctx: Context,
  wanted: RowsWanted,
  path: string,
): Promise<RevisionRow | undefined> {
  const [row] = await select(ctx, wanted, sql`f.path = ${path}`);
  return row;
}

async function select(ctx: Context, wanted: RowsWanted, which: SQL): Promise<RevisionRow[]> {
  const { folderId, revision, current } = wanted;
  const shown = current
    ? sql`f.removed_in IS NULL`
    : sql`f.added_in <= ${revision} AND (f.removed_in IS NULL OR f.removed_in > ${revision})`;
  const rows = await ctx.db.execute<Omit<RevisionRow, 'sizeBytes'> & { sizeBytes: string }>(sql`
    SELECT f.path, f.kind, coalesce(o.size_bytes, 0) AS "sizeBytes", o.sha256, f.executable,
      f.link_target AS "linkTarget", f.added_in AS "addedIn", o.bucket, o.key
    FROM files f LEFT JOIN objects o ON o.id = f.object_id
    WHERE f.folder_id = ${folderId} AND ${shown} AND ${which}`);
  return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }));
}
