import { and, eq, inArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import { objects } from '../../db/schema/folders.ts';
import type { Budget } from '../core/budget.ts';
import type { Context } from '../core/context.ts';
import type { ContentBucket } from '../core/ports.ts';
import { selectOrphans } from './select-orphans.ts';

// The one place that deletes. Two at once do no harm, since keys are never reused.

const MAX_KEYS = 1000;

type SweepContext = Pick<Context, 'db' | 'blobs'>;

/**
 * Deletes the objects that are doomed, past their time, and shown by no revision; not before the bucket
 * `meta` tells as well why nobody needs them.
 */
export async function sweepDoomed(ctx: SweepContext, budget: Budget): Promise<void> {
  while (!budget.isSpent()) {
    const due = await ctx.db.execute<DueObject>(sql`
      SELECT o.id, o.bucket, o.key FROM objects o
      WHERE o.state = 'doomed' AND o.not_before <= ${dcsNow}
        AND NOT EXISTS (SELECT FROM files f WHERE f.object_id = o.id)
        AND NOT EXISTS (SELECT FROM upload_changes c WHERE c.reused_object_id = o.id)
        AND NOT EXISTS (SELECT FROM outbox r WHERE r.entity_id = o.folder_id)
      ORDER BY o.not_before, o.id LIMIT ${MAX_KEYS}`);
    if (due.length === 0) return;
    for (const [bucket, found] of Map.groupBy(due, (object) => object.bucket)) {
      await ctx.blobs.deleteMany(
        bucket,
        found.map(({ key }) => key),
      );
    }
    const ids = due.map(({ id }) => Number(id));
    await ctx.db.delete(objects).where(inArray(objects.id, ids));
  }
}

/**
 * Deletes those of up to 1,000 keys that no object has. Only for prefixes whose upload is over, or in
 * the hands of the caller: what such a key brings later is no longer published.
 */
export async function deleteUnnamed(
  ctx: SweepContext,
  bucket: ContentBucket,
  keys: readonly string[],
): Promise<void> {
  const named = await ctx.db
    .select({ key: objects.key })
    .from(objects)
    .where(and(eq(objects.bucket, bucket), sql`${objects.key} = ANY(${sql.param(keys)}::text[])`));
  const isNamed = new Set(named.map(({ key }) => key));
  await ctx.blobs.deleteMany(
    bucket,
    keys.filter((key) => !isNamed.has(key)),
  );
}

/**
 * Deletes those of up to 1,000 keys that are orphans at this moment. Nothing that was stored under one
 * can come to be wanted later, since every act that writes takes fresh keys.
 * @returns the keys it deleted
 */
export async function deleteOrphans(
  ctx: SweepContext,
  bucket: ContentBucket,
  keys: readonly string[],
): Promise<readonly string[]> {
  const orphans = await selectOrphans(ctx, bucket, keys);
  await ctx.blobs.deleteMany(bucket, orphans);
  return orphans;
}

interface DueObject extends Record<string, unknown> {
  readonly id: string;
  readonly bucket: ContentBucket;
  readonly key: string;
}
