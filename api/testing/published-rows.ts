import { sql } from 'drizzle-orm';
import type { Database } from '../../db/client.ts';

/** The `counts` of an upload that changes nothing, without `files`. */
export const NOTHING = {
  unchanged: 0,
  added: 0,
  changed: 0,
  removed: 0,
  kept: 0,
  directories_added: 0,
  directories_removed: 0,
  reused: 0,
  arrived: 0,
  send: 0,
};

/** The rows of a book's folder as `path added_in-removed_in`, in order. */
export async function rowsOf(database: Database, bookId: string): Promise<string[]> {
  const rows = await database.query.execute<Record<string, unknown>>(sql`
    SELECT path, added_in, coalesce(removed_in::text, '') AS gone
    FROM files JOIN books b USING (folder_id) WHERE b.id = ${bookId} ORDER BY path, added_in`);
  return rows.map(({ path, added_in, gone }) => `${path} ${added_in}-${gone}`);
}
