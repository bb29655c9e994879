import { type SQL, sql } from 'drizzle-orm';
import { inject } from 'vitest';
import type { Database } from '../../db/client.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';

/** Where a folder's objects lie; no two folders share a prefix. */
export interface FolderAddress {
  readonly bucket: 'books' | 'apps';
  readonly prefix: string;
}

/** What the database keeps of a folder, each in order; nothing before it is planned first. */
export async function readFolderState(database: Database, { bucket, prefix }: FolderAddress) {
  const folder = sql`(SELECT id FROM folders WHERE bucket = ${bucket} AND prefix = ${prefix})`;
  return {
    folders: await list(
      database,
      sql`SELECT head_revision AS revision, file_count AS files, directory_count AS directories,
        link_count AS links, size_bytes AS bytes FROM folders WHERE id = ${folder}`,
    ),
    rows: await list(
      database,
      sql`SELECT path, added_in, removed_in, kind, executable, link_target, size_bytes AS size, sha256
        FROM files f LEFT JOIN objects o ON o.id = object_id
        WHERE f.folder_id = ${folder} ORDER BY path, added_in`,
    ),
    revisions: await list(
      database,
      sql`SELECT revision, file_count AS files, size_bytes AS bytes, added, changed, removed
        FROM revisions WHERE folder_id = ${folder} ORDER BY revision`,
    ),
    uploads: await list(
      database,
      sql`SELECT id, state, base_revision AS base FROM uploads WHERE folder_id = ${folder} ORDER BY id`,
    ),
  };
}

/** Bytes as the store or the database knows them. */
interface Stored {
  readonly size: number;
  readonly sha256: string | undefined;
}

/** What the store holds of a folder, by key. */
export async function readStored({ bucket, prefix }: FolderAddress): Promise<Map<string, Stored>> {
  const blobs = createNodeBlobs(inject('store'));
  const stored = new Map<string, Stored>();
  for await (const page of blobs.list(bucket, `${prefix}/`)) {
    for (const { key, sizeBytes: size } of page) {
      stored.set(key, { size, sha256: (await blobs.head({ bucket, key }))?.sha256 });
    }
  }
  return stored;
}

/** What the store must hold by the database, by key. */
export async function readObjects(
  database: Database,
  { bucket, prefix }: FolderAddress,
): Promise<Map<string, Stored>> {
  const objects = await list<Stored & { readonly key: string }>(
    database,
    sql`SELECT key, size_bytes AS size, sha256 FROM objects
      WHERE bucket = ${bucket} AND starts_with(key, ${`${prefix}/`})`,
  );
  return new Map(objects.map(({ key, ...stored }) => [key, stored]));
}

/** The prefix of an upload's keys. */
export async function readKeyPrefix(database: Database, uploadId: string): Promise<string> {
  const [found] = await list<{ readonly prefix: string }>(
    database,
    sql`SELECT prefix || '/' || gen || '/' AS prefix FROM uploads WHERE id = ${uploadId}`,
  );
  return found?.prefix ?? '';
}

/** Rows as JSON, which has one kind of number. */
async function list<Row = object>(database: Database, query: SQL): Promise<Row[]> {
  const found = await database.query.execute<{ row: Row }>(
    sql`SELECT to_json(t) AS row FROM (${query}) AS t`,
  );
  return found.map(({ row }) => row);
}
