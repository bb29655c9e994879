import { inArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import { objects } from '../../db/schema/folders.ts';
import type { Context } from '../core/context.ts';
import type { Bucket } from '../core/ports.ts';

const MAX_KEYS = 1000;

/**
 * Deletes up to a thousand objects that are doomed, past their time, and shown by no revision. The
 * one place that deletes; two at once do no harm, since keys are never reused.
 * @returns how many
 */
export async function sweep(ctx: Pick<Context, 'db' | 'blobs'>): Promise<number> {
  const due = await ctx.db.execute<DueObject>(sql`
    SELECT o.id, o.bucket, o.key, o.multipart_id AS "multipartId" FROM objects o
    WHERE o.state = 'doomed' AND o.not_before <= ${dcsNow}
      AND NOT EXISTS (SELECT FROM files f WHERE f.object_id = o.id)
      AND NOT EXISTS (SELECT FROM upload_changes c WHERE c.reused_object_id = o.id)
    ORDER BY o.not_before, o.id LIMIT ${MAX_KEYS}`);
  const byBucket = Map.groupBy(due, ({ bucket }) => bucket);
  for (const [bucket, found] of byBucket) {
    for (const { key, multipartId } of found) {
      if (multipartId !== null) await ctx.blobs.abortMultipart({ bucket, key }, multipartId);
    }
    await ctx.blobs.deleteMany(
      bucket,
      found.map(({ key }) => key),
    );
  }
  if (due.length > 0) {
    await ctx.db.delete(objects).where(
      inArray(
        objects.id,
        due.map(({ id }) => Number(id)),
      ),
    );
  }
  return due.length;
}

interface DueObject extends Record<string, unknown> {
  readonly id: string;
  readonly bucket: Bucket;
  readonly key: string;
  readonly multipartId: string | null;
}
