import { sql } from 'drizzle-orm';
import type { Tx } from '../../core/database.ts';

export interface Publication {
  readonly folderId: string;
  readonly uploadId: string;
  readonly revision: number;
  readonly bucket: string;
  /** `{prefix}/{gen}/`: what stands in front of the path in its objects' keys. */
  readonly keyPrefix: string;
}

/**
 * Makes what the upload changes the folder's new revision: closes the rows that go, adds those that
 * come, and brings the folder's counts forward by the difference. Rows that stay are not touched.
 */
export async function publishChanges(tx: Tx, publication: Publication): Promise<void> {
  const { folderId, uploadId, revision, bucket, keyPrefix } = publication;
  await tx.execute(sql`
    WITH closed AS (
      -- An array is looked up path by path, whatever the planner knows of the folder. Joined, one
      -- that is new to it was gone over for each of the changes.
      UPDATE files f SET removed_in = ${revision}
      WHERE f.folder_id = ${folderId} AND f.removed_in IS NULL AND f.path = ANY(ARRAY(
        SELECT path FROM upload_changes WHERE upload_id = ${uploadId} AND was IS NOT NULL))
      RETURNING f.kind, f.object_id
    ), gone AS (
      SELECT ${tally(sql`closed.kind`, sql`o.size_bytes`)}
      FROM closed LEFT JOIN objects o ON o.id = closed.object_id
    ), come AS (
      SELECT ${tally(sql`kind`, sql`size_bytes`)} FROM upload_changes WHERE upload_id = ${uploadId}
    )
    UPDATE folders SET head_revision = ${revision},
      file_count = file_count + come.files - gone.files,
      directory_count = directory_count + come.directories - gone.directories,
      link_count = link_count + come.links - gone.links,
      size_bytes = folders.size_bytes + come.bytes - gone.bytes
    FROM gone, come WHERE id = ${folderId}`);
  // A statement of its own: the unique index on current paths must see the old rows closed. New
  // objects are numbered first, so that nothing need be joined to learn their numbers.
  await tx.execute(sql`
    WITH come AS MATERIALIZED (
      SELECT *, CASE WHEN kind = 'file' AND reused_object_id IS NULL
        THEN nextval(pg_get_serial_sequence('objects', 'id')) END AS new_object_id
      FROM upload_changes WHERE upload_id = ${uploadId} AND kind IS NOT NULL
    ), created AS (
      INSERT INTO objects (id, folder_id, bucket, key, size_bytes, sha256, state)
      OVERRIDING SYSTEM VALUE
      SELECT new_object_id, ${folderId}::uuid, ${bucket}, ${keyPrefix} || path, size_bytes, sha256,
        'live'
      FROM come WHERE new_object_id IS NOT NULL
    ), revived AS (
      -- What only this plan held any more.
      UPDATE objects o SET state = 'live', not_before = NULL
      FROM come WHERE o.id = come.reused_object_id AND o.state = 'doomed'
    )
    INSERT INTO files (folder_id, path, kind, object_id, executable, link_target, added_in)
    SELECT ${folderId}::uuid, path, kind, coalesce(reused_object_id, new_object_id),
      executable, link_target, ${revision}::integer
    FROM come`);
}

function tally(kind: ReturnType<typeof sql>, size: ReturnType<typeof sql>) {
  return sql`count(*) FILTER (WHERE ${kind} = 'file') AS files,
    count(*) FILTER (WHERE ${kind} = 'directory') AS directories,
    count(*) FILTER (WHERE ${kind} = 'link') AS links,
    coalesce(sum(${size}), 0) AS bytes`;
}
