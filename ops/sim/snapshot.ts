import type { ContentBucket } from '../../api/core/ports.ts';

/** What is held against the store and the model after each step: all of it, for it is little. */
export interface Snapshot {
  readonly folders: readonly FolderNow[];
  readonly files: readonly FileNow[];
  readonly objects: readonly ObjectNow[];
  readonly revisions: readonly RevisionNow[];
  readonly trash: readonly TrashNow[];
  /** Ids of the objects that open plans reuse. */
  readonly reused: readonly number[];
  readonly multiparts: readonly string[];
  readonly operations: readonly { readonly type: string; readonly state: string }[];
  /** `bucket/prefix` of the dead ones. */
  readonly deadPrefixes: readonly string[];
  /** Ids of uploads that are published, though the operation that did it tells of a failure. */
  readonly denied: readonly string[];
  readonly openUploads: number;
  readonly records: number;
}

interface FolderNow {
  readonly id: string;
  readonly head: number;
  readonly oldest: number;
  /** Of the book or build it belongs to. */
  readonly in_trash: boolean;
}

interface FileNow {
  readonly folder: string;
  readonly path: string;
  readonly object: number;
  readonly added_in: number;
  readonly removed_in: number | null;
}

export interface ObjectNow {
  readonly id: number;
  readonly folder: string;
  readonly bucket: ContentBucket;
  readonly key: string;
  readonly size: number;
  readonly sha256: string;
  readonly state: 'live' | 'doomed';
}

export interface RevisionNow {
  readonly folder: string;
  readonly revision: number;
  readonly restored_from: number | null;
  /** Of its upload. */
  readonly manifest: string | null;
}

export interface TrashNow {
  readonly id: string;
  readonly folder: string;
  readonly state: string;
  /** In milliseconds. */
  readonly purge_after: number | null;
}

const all = (name: string, query: string) =>
  `'${name}', (SELECT coalesce(json_agg(row_to_json(t)), '[]') FROM (${query}) AS t)`;
const column = (name: string, query: string) =>
  `'${name}', (SELECT coalesce(json_agg(t.c), '[]') FROM (${query}) AS t)`;
const count = (name: string, from: string) => `'${name}', (SELECT count(*) FROM ${from})`;

export const SNAPSHOT = `SELECT json_build_object(${[
  all(
    'folders',
    `SELECT f.id, f.head_revision AS head, f.oldest_revision AS oldest,
      coalesce(b.status = 'archived', u.in_trash, false) AS in_trash
     FROM folders f LEFT JOIN books b ON b.folder_id = f.id LEFT JOIN builds u ON u.folder_id = f.id`,
  ),
  all(
    'files',
    `SELECT folder_id AS folder, path, object_id AS object, added_in, removed_in FROM files
     WHERE kind = 'file'`,
  ),
  all(
    'objects',
    'SELECT id, folder_id AS folder, bucket, key, size_bytes AS size, sha256, state FROM objects',
  ),
  all(
    'revisions',
    `SELECT r.folder_id AS folder, r.revision, r.restored_from, u.mode || u.manifest_sha256 AS manifest
     FROM revisions r LEFT JOIN uploads u ON u.id = r.upload_id ORDER BY r.folder_id, r.revision`,
  ),
  all(
    'trash',
    `SELECT id, folder_id AS folder, state, extract(epoch FROM purge_after) * 1000 AS purge_after
     FROM trash`,
  ),
  column(
    'reused',
    'SELECT reused_object_id AS c FROM upload_changes WHERE reused_object_id IS NOT NULL',
  ),
  column(
    'multiparts',
    'SELECT multipart_id AS c FROM upload_multiparts UNION SELECT multipart_id FROM move_multiparts',
  ),
  all('operations', 'SELECT type, state FROM operations'),
  column('deadPrefixes', "SELECT bucket || '/' || prefix AS c FROM dead_prefixes"),
  column(
    'denied',
    `SELECT u.id AS c FROM uploads u JOIN operations o ON o.subject_id = u.id
     WHERE u.state = 'published' GROUP BY u.id HAVING bool_and(o.state = 'failed')`,
  ),
  count('openUploads', "uploads WHERE state IN ('open', 'finalizing')"),
  count('records', 'outbox'),
].join(', ')})::text AS snapshot`;
