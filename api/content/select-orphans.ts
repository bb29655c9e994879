import { sql } from 'drizzle-orm';
import type { Context } from '../core/context.ts';
import type { ContentBucket } from '../core/ports.ts';
import { genPrefix } from './gen-prefix.ts';

/**
 * Those of some keys the store holds that nothing accounts for: no object has the key, no upload under
 * way writes there, no dead prefix waits there for its sweep, no move under way fills it. All is asked
 * in one statement, since one account takes over from another in one transaction.
 */
export async function selectOrphans(
  { db }: Pick<Context, 'db'>,
  bucket: ContentBucket,
  keys: readonly string[],
): Promise<readonly string[]> {
  if (keys.length === 0) return [];
  const found = await db.execute<{ key: string }>(sql`
    SELECT stored.key FROM (
      SELECT key, split_part(key, '/', 3) AS gen,
        ${genPrefix(sql`key`)} AS prefix
      FROM unnest(${sql.param(keys)}::text[]) AS key
    ) AS stored
    WHERE NOT EXISTS (
      SELECT FROM objects o WHERE o.key = stored.key AND o.bucket = ${bucket}
    ) AND NOT EXISTS (
      SELECT FROM uploads u JOIN folders f ON f.id = u.folder_id
      WHERE u.gen = stored.gen AND u.state IN ('open', 'finalizing')
        AND f.bucket = ${bucket} AND u.prefix || '/' || u.gen || '/' = stored.prefix
    ) AND NOT EXISTS (
      SELECT FROM dead_prefixes d WHERE d.prefix = stored.prefix AND d.bucket = ${bucket}
    ) AND NOT EXISTS (
      SELECT FROM move_prefixes m JOIN operations o ON o.id = m.operation_id
      WHERE m.to_prefix = stored.prefix AND m.to_bucket = ${bucket}
        AND o.state NOT IN ('done', 'failed')
    )`);
  return found.map(({ key }) => key);
}
