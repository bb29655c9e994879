import { randomUUID } from 'node:crypto';
import type postgres from 'postgres';
import type { BookManifest } from '../../../api/contract/manifest.ts';

type Sql = postgres.Sql;

/** A folder that belongs to nothing. */
export async function makeFolder(sql: Sql): Promise<string> {
  const id = randomUUID();
  await sql`INSERT INTO folders (id, bucket, prefix) VALUES (${id}, 'books', 'bare')`;
  return id;
}

/** The rows that publishing the manifest leaves in `objects` and `files`, and nothing else. */
export async function insertRows(sql: Sql, folderId: string, { files }: BookManifest) {
  const prefix = `bare/${folderId}/`;
  await sql.begin(async (tx) => {
    await tx`
      WITH m AS (${rowsOf(tx, files)}), created AS (
        INSERT INTO objects (folder_id, bucket, key, size_bytes, sha256, state)
        SELECT ${folderId}::uuid, 'books', ${prefix} || path, size_bytes, sha256, 'live' FROM m
        RETURNING id, key
      )
      INSERT INTO files (folder_id, path, kind, object_id, added_in)
      SELECT ${folderId}::uuid, path, 'file', created.id, 1
      FROM m JOIN created ON created.key = ${prefix} || path`;
  });
}

/** Closes the current rows of these paths, and adds as many that are current then. @returns how many */
export async function replaceRows(
  sql: Sql,
  { folderId, revision }: { folderId: string; revision: number },
  paths: readonly string[],
): Promise<number> {
  return sql.begin(async (tx) => {
    await tx`
      UPDATE files SET removed_in = ${revision}
      WHERE folder_id = ${folderId} AND path = ANY(${[...paths]}) AND removed_in IS NULL`;
    const added = await tx`
      INSERT INTO files (folder_id, path, kind, object_id, added_in)
      SELECT folder_id, path, kind, object_id, ${revision} FROM files
      WHERE folder_id = ${folderId} AND removed_in = ${revision}`;
    return added.count;
  });
}

/** How many rows of the manifest differ from those the book shows now. */
export async function countDifferences(sql: Sql, bookId: string, { files }: BookManifest) {
  const [row] = await sql`
    WITH m AS (${rowsOf(sql, files)}), h AS (
      SELECT f.path, o.size_bytes, o.sha256 FROM books b
      JOIN files f ON f.folder_id = b.folder_id AND f.removed_in IS NULL
      JOIN objects o ON o.id = f.object_id
      WHERE b.id = ${bookId}
    )
    SELECT count(*)::integer AS count FROM m FULL JOIN h USING (path)
    WHERE (m.size_bytes, m.sha256) IS DISTINCT FROM (h.size_bytes, h.sha256)`;
  return row?.count as number;
}

function rowsOf(sql: Sql | postgres.TransactionSql, files: BookManifest['files']) {
  return sql`SELECT * FROM unnest(
    ${files.map(({ path }) => path)}::text[], ${files.map(({ size }) => size)}::bigint[],
    ${files.map(({ sha256 }) => sha256)}::text[]) AS t (path, size_bytes, sha256)`;
}
