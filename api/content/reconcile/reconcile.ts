import { sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import type { ContentBucket } from '../../core/ports.ts';
import type { Finding } from './finding.ts';
import { type ObjectSum, sumObjects } from './object-rows.ts';
import type { ReadContext } from './read-objects.ts';
import { type BucketReport, type ReconcileOptions, reconcileBucket } from './reconcile-bucket.ts';
import { requireNewestDatabase } from './require-newest-database.ts';

/** Told of what is found, and how far it is. */
export interface ReconcileWatch {
  /** Waited for before it goes on. */
  onFinding(finding: Finding): Promise<void>;
  /** @param total as it was in the beginning */
  onProgress(done: ObjectSum, total: ObjectSum): void;
}

export type ReconcileReport = Readonly<Record<ContentBucket, BucketReport>>;

/**
 * Holds what the store has against what the database says it must have, while the service goes on
 * working; in constant memory, both sides streamed in the order of their keys. What differs is looked
 * at again before it is told. `fix` deletes orphans older than a day, and nothing else.
 * @throws DcsError `storage.unavailable`; OldDatabaseError before anything was deleted
 */
export async function reconcile(
  ctx: ReadContext,
  options: ReconcileOptions,
  watch: ReconcileWatch,
): Promise<ReconcileReport> {
  if (options.fix) await requireNewestDatabase(ctx);
  const startedAt = await readNow(ctx);
  const total = await sumObjects(ctx);
  const done = { objects: 0, bytes: 0 };
  const run = {
    options,
    startedAt,
    onFinding: (finding: Finding) => watch.onFinding(finding),
    onObject({ sizeBytes }: { readonly sizeBytes: number }) {
      done.objects += 1;
      done.bytes += sizeBytes;
      watch.onProgress(done, total);
    },
  };
  return {
    books: await reconcileBucket(ctx, 'books', run),
    apps: await reconcileBucket(ctx, 'apps', run),
    trash: await reconcileBucket(ctx, 'trash', run),
  };
}

async function readNow({ db }: ReadContext): Promise<Date> {
  const [row] = await db.execute<{ ms: string }>(
    sql`SELECT extract(epoch FROM ${dcsNow}) * 1000 AS ms`,
  );
  return new Date(Number(row?.ms));
}
