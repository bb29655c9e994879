import { type SQL, sql } from 'drizzle-orm';
import type { UploadPreviewBody } from '../../contract/upload-bodies.ts';
import type { Queries } from '../../core/database.ts';
import { isContent } from './diff.ts';

/**
 * Paths an upload would add, change and remove, in byte order.
 * @param limit most paths of each list
 */
export async function listChanges(
  query: Queries,
  uploadId: string,
  limit: number,
): Promise<UploadPreviewBody['changes']> {
  const list = async (which: SQL): Promise<string[]> => {
    const rows = await query.execute<{ path: string }>(sql`
      SELECT path FROM upload_changes WHERE upload_id = ${uploadId} AND ${which}
      ORDER BY path LIMIT ${limit + 1}`);
    return rows.map(({ path }) => path);
  };
  const [was, willBe] = [isContent('was'), isContent('kind')];
  const added = await list(sql`${willBe} AND NOT ${was}`);
  const changed = await list(sql`${willBe} AND ${was}`);
  const removed = await list(sql`${was} AND NOT ${willBe}`);
  return {
    added: added.slice(0, limit),
    changed: changed.slice(0, limit),
    removed: removed.slice(0, limit),
    truncated: [added, changed, removed].some((paths) => paths.length > limit),
  };
}
