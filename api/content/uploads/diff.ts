import { type SQL, sql } from 'drizzle-orm';
import type { Queries } from '../../core/database.ts';

export type EntryKind = 'file' | 'directory' | 'link';

/** What a manifest asks for as columns, its directories being all that will be empty; which is how PostgreSQL takes a hundred thousand rows in one parameter each. */
export interface ManifestColumns {
  readonly paths: readonly string[];
  readonly kinds: readonly EntryKind[];
  /** Bytes; null for what is no file, as in the two after. */
  readonly sizes: readonly (number | null)[];
  readonly hashes: readonly (string | null)[];
  readonly executables: readonly boolean[];
  readonly linkTargets: readonly (string | null)[];
}

export interface Comparison {
  readonly folderId: string;
  readonly mode: 'replace' | 'merge';
  readonly manifest: ManifestColumns;
  /** Merge only: files, or folders with all that is in them, to drop. */
  readonly remove: readonly string[];
}

/** One difference between the folder's current revision and what a manifest asks for. */
export interface Change {
  readonly path: string;
  /** What stands there now; null when it is new. */
  readonly was: EntryKind | null;
  /** What will stand there; null when it goes. */
  readonly kind: EntryKind | null;
  /** Bytes of a file that will stand there. PostgreSQL's bigint arrives as text. */
  readonly size_bytes: string | null;
  /** Whether the folder's history has the bytes already. */
  readonly reused: boolean;
}

/** Keeps the differences as what `uploadId` will change. */
export async function storeChanges(
  query: Queries,
  uploadId: string,
  comparison: Comparison,
): Promise<Change[]> {
  return await query.execute<Change & Record<string, unknown>>(sql`
    INSERT INTO upload_changes
      (upload_id, path, was, kind, size_bytes, sha256, executable, link_target, reused_object_id)
    SELECT ${uploadId}::uuid, changes.* FROM (${differences(comparison)}) AS changes
    RETURNING path, was, kind, size_bytes, reused_object_id IS NOT NULL AS reused`);
}

function differences({ folderId, mode, manifest, remove }: Comparison): SQL {
  const goes = mode === 'replace' ? sql`true` : goesInMerge(remove);
  return sql`
    WITH manifest AS (
      SELECT * FROM unnest(
        ${array(manifest.paths)}::text[], ${array(manifest.kinds)}::text[],
        ${array(manifest.sizes)}::bigint[], ${array(manifest.hashes)}::text[],
        ${array(manifest.executables.map(String))}::text[]::boolean[], ${array(manifest.linkTargets)}::text[]
      ) AS m (path, kind, size_bytes, sha256, executable, link_target)
    ), head AS (
      SELECT f.path, f.kind, o.size_bytes, o.sha256, f.executable, f.link_target
      FROM files f LEFT JOIN objects o ON o.id = f.object_id
      WHERE f.folder_id = ${folderId} AND f.removed_in IS NULL
    ), different AS MATERIALIZED (
      SELECT coalesce(m.path, h.path) AS path, h.kind AS was, m.kind, m.size_bytes, m.sha256,
        coalesce(m.executable, false) AS executable, m.link_target
      FROM manifest m
      FULL JOIN head h ON h.path = m.path
      WHERE (m.path IS NULL AND ${goes})
        OR (m.path IS NOT NULL AND (m.kind, m.size_bytes, m.sha256, m.executable, m.link_target)
          IS DISTINCT FROM (h.kind, h.size_bytes, h.sha256, h.executable, h.link_target))
    )
    SELECT different.*, reusable.id AS reused_object_id
    FROM different
    LEFT JOIN LATERAL (
      SELECT o.id FROM objects o
      WHERE o.folder_id = ${folderId} AND o.sha256 = different.sha256
        AND o.size_bytes = different.size_bytes AND o.state = 'live'
      LIMIT 1
    ) AS reusable ON true`;
}

/** A merge drops what it names, and directories that will not be empty any more. */
function goesInMerge(remove: readonly string[]): SQL {
  return sql`(h.kind = 'directory' OR EXISTS (
    SELECT FROM unnest(${array(remove)}::text[]) AS r (path)
    WHERE h.path = r.path OR starts_with(h.path, r.path || '/')
  ))`;
}

/**
 * A whole array as one parameter; drizzle would make a parameter of each member. Not of booleans: the
 * driver would take the type of the first for that of the whole.
 */
function array(values: readonly unknown[]): SQL {
  return sql`${sql.param(values)}`;
}
