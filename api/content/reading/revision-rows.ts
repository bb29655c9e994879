import { and, eq, lte, type SQL, sql } from 'drizzle-orm';
import { folders } from '../../../db/schema/folders.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import type { Bucket } from '../../core/ports.ts';
import type { EntryKind } from '../uploads/diff.ts';

/** Rows of one page: enough that asking costs little, few enough to be held for each of many readers. */
const PAGE_ROWS = 5000;

/** A row of a revision with what its object is. */
export interface RevisionRow {
  readonly path: string;
  readonly kind: EntryKind;
  readonly sizeBytes: number;
  readonly sha256: string | null;
  readonly executable: boolean;
  readonly linkTarget: string | null;
  readonly addedIn: number;
  readonly bucket: Bucket | null;
  readonly key: string | null;
}

/** A revision of a folder. What it holds never changes, so it may be read bit by bit. */
export interface Revision {
  readonly folderId: string;
  readonly revision: number;
  /** Whether it was superseded, so that it may go while it is read. */
  readonly mayGo?: boolean;
}

/** The revisions that are kept. */
export interface KeptRevisions {
  readonly folderId: string;
  readonly headRevision: number;
  readonly oldestRevision: number;
}

/** The revision wanted, the current one unless given. @throws DcsError `revision.not_found` */
export function revisionOf(kept: KeptRevisions, wanted: number | undefined): Revision {
  const { folderId, headRevision, oldestRevision } = kept;
  const revision = wanted ?? headRevision;
  if (headRevision > 0 && revision >= oldestRevision && revision <= headRevision) {
    return { folderId, revision, mayGo: revision < headRevision };
  }
  throw new DcsError('revision.not_found', { detail: whichAreKept(kept) });
}

function whichAreKept({ headRevision, oldestRevision }: KeptRevisions): string {
  if (headRevision === 0) return 'Nothing was published yet.';
  if (oldestRevision === 1) return `There are revisions 1 to ${headRevision}.`;
  if (oldestRevision === headRevision) return `Only revision ${headRevision} is kept by now.`;
  return `Revisions are kept from ${oldestRevision} on; the current one is ${headRevision}.`;
}

/**
 * Sees, when a revision was read, that it did not go meanwhile: else some of it was missing.
 * @throws DcsError `revision.not_found`
 */
export async function requireStillKept(
  { db }: Pick<Context, 'db'>,
  { folderId, revision, mayGo }: Revision,
): Promise<void> {
  if (!mayGo) return;
  const [kept] = await db
    .select({ id: folders.id })
    .from(folders)
    .where(and(eq(folders.id, folderId), lte(folders.oldestRevision, revision)));
  if (kept) return;
  throw new DcsError('revision.not_found', {
    detail: `Revision ${revision} is not kept any more.`,
  });
}

interface RowsWanted {
  /** The folder they lie in; '' for all. */
  readonly below?: string;
  readonly kind?: EntryKind;
}

/**
 * Rows of a revision in byte order of their paths, page by page.
 * @throws DcsError `revision.not_found`, at the end, when it went while it was read
 */
export async function* revisionRows(
  ctx: Pick<Context, 'db'>,
  revision: Revision,
  { below = '', kind }: RowsWanted = {},
): AsyncGenerator<readonly RevisionRow[]> {
  // '0' is what comes after '/'.
  const end = below === '' ? sql`true` : sql`f.path < ${`${below}0`}`;
  const ofKind = kind === undefined ? sql`true` : sql`f.kind = ${kind}`;
  for (let after = below === '' ? '' : `${below}/`; ; ) {
    const page = await select(
      ctx,
      revision,
      sql`f.path > ${after} AND ${end} AND ${ofKind} ORDER BY f.path LIMIT ${PAGE_ROWS}`,
    );
    if (page.length > 0) yield page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) break;
    after = last.path;
  }
  await requireStillKept(ctx, revision);
}

/** Those rows of these paths that there are, in no order. */
export async function rowsAt(
  ctx: Pick<Context, 'db'>,
  revision: Revision,
  paths: readonly string[],
): Promise<RevisionRow[]> {
  return select(ctx, revision, sql`f.path = ANY(${sql.param(paths)}::text[])`);
}

async function select(
  { db }: Pick<Context, 'db'>,
  { folderId, revision }: Revision,
  which: SQL,
): Promise<RevisionRow[]> {
  const rows = await db.execute<Omit<RevisionRow, 'sizeBytes'> & { sizeBytes: string }>(sql`
    SELECT f.path, f.kind, coalesce(o.size_bytes, 0) AS "sizeBytes", o.sha256, f.executable,
      f.link_target AS "linkTarget", f.added_in AS "addedIn", o.bucket, o.key
    FROM files f LEFT JOIN objects o ON o.id = f.object_id
    WHERE f.folder_id = ${folderId} AND f.added_in <= ${revision}
      AND (f.removed_in IS NULL OR f.removed_in > ${revision}) AND ${which}`);
  return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }));
}
