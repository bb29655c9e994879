import { type SQL, sql } from 'drizzle-orm';
import type { Ranges } from '../../contract/ranges.ts';
import type { UploadCounts } from '../../contract/upload-bodies.ts';
import type { Tx } from '../../core/database.ts';
import type { ManifestColumns } from './manifest-columns.ts';

export type EntryKind = 'file' | 'directory' | 'link';

export interface Comparison {
  readonly folderId: string;
  readonly mode: 'replace' | 'merge';
  readonly manifest: ManifestColumns;
  /** Merge only: files, or folders with all that is in them, to drop. */
  readonly remove: readonly string[];
}

/** How a folder's current revision and what a manifest asks for differ. */
export interface Difference {
  readonly counts: Pick<
    UploadCounts,
    'added' | 'changed' | 'removed' | 'directories_added' | 'directories_removed' | 'reused'
  >;
  readonly reusedBytes: number;
  /** Positions of the manifest's files whose bytes the folder's history does not have. */
  readonly lacking: Ranges;
}

/** Of a manifest that is what the folder shows. */
export const NO_DIFFERENCE: Difference = {
  counts: {
    added: 0,
    changed: 0,
    removed: 0,
    directories_added: 0,
    directories_removed: 0,
    reused: 0,
  },
  reusedBytes: 0,
  lacking: [],
};

/** Keeps the differences, all found in SQL, as what `uploadId` will change. */
export async function storeChanges(
  tx: Tx,
  uploadId: string,
  comparison: Comparison,
): Promise<Difference> {
  // A hundred thousand rows are joined without a detour over temporary files.
  await tx.execute(sql`SET LOCAL work_mem = '64MB'`);
  const [row] = await tx.execute<Record<string, string>>(sql`
    WITH ${differences(comparison)}, stored AS (
      INSERT INTO upload_changes
        (upload_id, path, was, kind, size_bytes, sha256, executable, link_target, reused_object_id)
      SELECT ${uploadId}::uuid, path, was, kind, size_bytes, sha256, executable, link_target,
        reused_object_id
      FROM changes
    ), lacking AS (
      -- Positions in a row have the same distance to their rank.
      SELECT min(position) AS first, max(position) AS last FROM (
        SELECT position, position - row_number() OVER (ORDER BY position) AS island
        FROM changes WHERE kind = 'file' AND reused_object_id IS NULL
      ) AS ranked GROUP BY island
    )
    SELECT count(*) FILTER (WHERE ${isContent('kind')} AND NOT ${isContent('was')}) AS added,
      count(*) FILTER (WHERE ${isContent('kind')} AND ${isContent('was')}) AS changed,
      count(*) FILTER (WHERE ${isContent('was')} AND NOT ${isContent('kind')}) AS removed,
      count(*) FILTER (WHERE kind = 'directory' AND was IS DISTINCT FROM kind)
        AS directories_added,
      count(*) FILTER (WHERE was = 'directory' AND kind IS DISTINCT FROM was)
        AS directories_removed,
      count(*) FILTER (WHERE kind = 'link' OR reused_object_id IS NOT NULL) AS reused,
      coalesce(sum(size_bytes) FILTER (WHERE reused_object_id IS NOT NULL), 0) AS reused_bytes,
      (SELECT coalesce(json_agg(json_build_array(first, last) ORDER BY first), '[]')::text
        FROM lacking) AS lacking
    FROM changes`);
  if (!row) throw new Error('An aggregate gave no row.');
  return {
    counts: {
      added: Number(row.added),
      changed: Number(row.changed),
      removed: Number(row.removed),
      directories_added: Number(row.directories_added),
      directories_removed: Number(row.directories_removed),
      reused: Number(row.reused),
    },
    reusedBytes: Number(row.reused_bytes),
    lacking: JSON.parse(row.lacking ?? '[]'),
  };
}

/** Whether a column of `upload_changes` tells of a file or a link. Never null. */
export function isContent(column: 'was' | 'kind'): SQL {
  return sql`coalesce(${sql.raw(column)} IN ('file', 'link'), false)`;
}

/**
 * The queries that end in `changes`. A hundred thousand rows come as a parameter for each column; what
 * few rows have comes apart, since a parameter costs as much as the comparison of its column.
 */
function differences({ folderId, mode, manifest, remove }: Comparison): SQL {
  const goes = mode === 'replace' ? sql`true` : goesInMerge(remove);
  const { files, executables, directories, links } = manifest;
  const marked =
    executables.length === 0
      ? sql`false` // as in every book
      : sql`f.path IN (SELECT unnest(${array(executables)}::text[]))`;
  return sql`
    manifest AS (
      SELECT f.path, 'file' AS kind, f.size_bytes, f.sha256, ${marked} AS executable,
        NULL AS link_target, f.position - 1 AS position
      FROM unnest(${array(files.paths)}::text[], ${array(files.sizes)}::bigint[],
        ${array(files.hashes)}::text[]) WITH ORDINALITY AS f (path, size_bytes, sha256, position)
      UNION ALL
      SELECT d.path, 'directory', NULL, NULL, false, NULL, NULL
      FROM unnest(${array(directories)}::text[]) AS d (path)
      UNION ALL
      SELECT l.path, 'link', NULL, NULL, false, l.target, NULL
      FROM unnest(${array(links.paths)}::text[], ${array(links.targets)}::text[]) AS l (path, target)
    ), head AS (
      SELECT f.path, f.kind, o.size_bytes, o.sha256, f.executable, f.link_target
      FROM files f LEFT JOIN objects o ON o.id = f.object_id
      WHERE f.folder_id = ${folderId} AND f.removed_in IS NULL
    ), different AS MATERIALIZED (
      SELECT coalesce(m.path, h.path) AS path, h.kind AS was, m.kind, m.size_bytes, m.sha256,
        coalesce(m.executable, false) AS executable, m.link_target, m.position
      FROM manifest m
      FULL JOIN head h ON h.path = m.path
      WHERE (m.path IS NULL AND ${goes})
        OR (m.path IS NOT NULL AND (m.kind, m.size_bytes, m.sha256, m.executable, m.link_target)
          IS DISTINCT FROM (h.kind, h.size_bytes, h.sha256, h.executable, h.link_target))
    ), changes AS MATERIALIZED (
      SELECT different.*, reusable.id AS reused_object_id
      FROM different
      LEFT JOIN LATERAL (
        SELECT o.id FROM objects o
        WHERE o.folder_id = ${folderId} AND o.sha256 = different.sha256
          AND o.size_bytes = different.size_bytes AND o.state = 'live'
        LIMIT 1
      ) AS reusable ON true
    )`;
}

/** A merge drops what it names, and directories that will not be empty any more. */
function goesInMerge(remove: readonly string[]): SQL {
  return sql`(h.kind = 'directory' OR EXISTS (
    SELECT FROM unnest(${array(remove)}::text[]) AS r (path)
    WHERE h.path = r.path OR starts_with(h.path, r.path || '/')
  ))`;
}

/** A whole array as one parameter; drizzle would make a parameter of each member. */
function array(values: readonly unknown[]): SQL {
  return sql`${sql.param(values)}`;
}
