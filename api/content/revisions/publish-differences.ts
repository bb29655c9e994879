import { type SQL, sql } from 'drizzle-orm';
import type { UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import type { Tx } from '../../core/database.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import { isChange } from '../uploads/count-changes.ts';
import { isContent } from '../uploads/diff.ts';
import { differencesBetween, type Span } from './differences.ts';

export interface PublishedDifferences {
  /** Whether anything differed, so that there is a new revision. */
  readonly changes: boolean;
  readonly counts: UploadCounts;
  readonly bytes: UploadBytes;
}

/**
 * Makes what an earlier revision shows the folder's next one: closes the rows that go, adds again
 * those that come, and brings the folder's counts forward by the difference. Rows that stay are not
 * touched.
 * @param folder locked
 * @param span from the current revision to the earlier one
 */
export async function publishDifferences(
  tx: Tx,
  folder: FolderRow,
  span: Span,
): Promise<PublishedDifferences> {
  // As in planning: a hundred thousand rows are joined without a detour over temporary files.
  await tx.execute(sql`SET LOCAL work_mem = '64MB'`);
  const revision = folder.headRevision + 1;
  const sums = await closeRows(tx, { folder, revision, span });
  const changes = isChange(sums);
  if (changes) {
    await addRows(tx, { folder, revision, span });
    await updateFolder(tx, { folder, revision, sums });
  }
  return { changes, ...tallyOf(folder, sums) };
}

interface Sums {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly directories_added: number;
  readonly directories_removed: number;
  /** How many more files the folder has then, and links. */
  readonly files: number;
  readonly links: number;
  /** By how many bytes it grows. */
  readonly bytes: number;
  /** Bytes of the files that are added or changed. */
  readonly reusedBytes: number;
}

interface ToPublish {
  readonly folder: FolderRow;
  readonly revision: number;
  readonly span: Span;
}

async function closeRows(tx: Tx, { folder, revision, span }: ToPublish): Promise<Sums> {
  const [content, was] = [isContent('kind'), isContent('was')];
  const [row] = await tx.execute<Record<keyof Sums, string>>(sql`
    WITH different AS MATERIALIZED (${differencesBetween(span)}), closed AS (
      UPDATE files f SET removed_in = ${revision}
      WHERE f.folder_id = ${folder.id} AND f.removed_in IS NULL
        AND f.path = ANY(ARRAY(SELECT path FROM different WHERE was IS NOT NULL))
    )
    SELECT ${count(sql`${content} AND NOT ${was}`)} AS added,
      ${count(sql`${content} AND ${was}`)} AS changed,
      ${count(sql`${was} AND NOT ${content}`)} AS removed,
      ${count(sql`kind = 'directory' AND was IS DISTINCT FROM kind`)} AS directories_added,
      ${count(sql`was = 'directory' AND kind IS DISTINCT FROM was`)} AS directories_removed,
      ${count(sql`kind = 'file'`)} - ${count(sql`was = 'file'`)} AS files,
      ${count(sql`kind = 'link'`)} - ${count(sql`was = 'link'`)} AS links,
      coalesce(sum(size_bytes), 0) - coalesce(sum(previous_size_bytes), 0) AS bytes,
      coalesce(sum(size_bytes), 0) AS "reusedBytes"
    FROM different`);
  if (!row) throw new Error('An aggregate gave no row.');
  return Object.fromEntries(
    Object.entries(row).map(([name, sum]) => [name, Number(sum)]),
  ) as unknown as Sums; // the columns are its members
}

/** The rows closed meanwhile still are the current revision's, so the same differs as before. */
async function addRows(tx: Tx, { folder, revision, span }: ToPublish): Promise<void> {
  await tx.execute(sql`
    WITH different AS MATERIALIZED (${differencesBetween(span)})
    INSERT INTO files (folder_id, path, kind, object_id, executable, link_target, added_in)
    SELECT ${folder.id}::uuid, path, kind, object_id, executable, link_target, ${revision}::integer
    FROM different WHERE kind IS NOT NULL`);
}

/** No manifest was posted that it is. */
async function updateFolder(
  tx: Tx,
  { folder, revision, sums }: { folder: FolderRow; revision: number; sums: Sums },
): Promise<void> {
  const directories = sums.directories_added - sums.directories_removed;
  await tx.execute(sql`
    UPDATE folders SET head_revision = ${revision}, file_count = file_count + ${sums.files},
      directory_count = directory_count + ${directories}, link_count = link_count + ${sums.links},
      size_bytes = size_bytes + ${sums.bytes}, head_manifest_sha256 = NULL
    WHERE id = ${folder.id}`);
}

function tallyOf(folder: FolderRow, sums: Sums): { counts: UploadCounts; bytes: UploadBytes } {
  const { added, changed, removed, directories_added, directories_removed } = sums;
  const files = folder.fileCount + folder.linkCount + added - removed;
  const counts = {
    files,
    unchanged: files - added - changed,
    added,
    changed,
    removed,
    kept: 0,
    directories_added,
    directories_removed,
    reused: added + changed,
    arrived: 0,
    send: 0,
  };
  const bytes = {
    files: folder.sizeBytes + sums.bytes,
    reused: sums.reusedBytes,
    arrived: 0,
    send: 0,
  };
  return { counts, bytes };
}

function count(which: SQL): SQL {
  return sql`count(*) FILTER (WHERE ${which})`;
}
