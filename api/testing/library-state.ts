import { type SQL, sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

/** All that is rebuilt from records, each table in order. */
export async function readLibrary(database: Database) {
  const rows = async (query: SQL) => {
    const found = await database.query.execute<{ row: object }>(
      sql`SELECT to_json(t) AS row FROM (${query}) AS t`,
    );
    return found.map(({ row }) => row);
  };
  return {
    // One whose last book took another name is known to nobody.
    publishers: await rows(sql`
      SELECT name, name_folded FROM publishers
      WHERE EXISTS (SELECT FROM books WHERE publisher = name) ORDER BY name`),
    books: await rows(sql`SELECT * FROM books ORDER BY id`),
    builds: await rows(sql`SELECT * FROM builds ORDER BY id`),
    folders: await rows(sql`SELECT * FROM folders ORDER BY id`),
    revisions: await rows(sql`SELECT * FROM revisions ORDER BY folder_id, revision`),
    files: await rows(sql`
      SELECT f.folder_id, f.path, f.added_in, f.removed_in, f.kind, f.executable, f.link_target,
        f.object_id, o.bucket, o.key, o.size_bytes, o.sha256
      FROM files f LEFT JOIN objects o ON o.id = f.object_id
      ORDER BY f.folder_id, f.path, f.added_in`),
    objects: await rows(sql`SELECT * FROM objects WHERE state = 'live' ORDER BY id`),
    trash: await rows(sql`SELECT * FROM trash ORDER BY id`),
  };
}
