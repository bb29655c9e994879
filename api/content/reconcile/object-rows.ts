import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm';
import { objects } from '../../../db/schema/folders.ts';
import type { Context } from '../../core/context.ts';
import type { ContentAddress, ContentBucket } from '../../core/ports.ts';

const PAGE_ROWS = 1000;

/** What the store must hold, as the database has it. */
export interface ObjectRow extends ContentAddress {
  readonly id: number;
  readonly folderId: string;
  readonly sizeBytes: number;
  /** As on the wire. */
  readonly sha256: string;
  /** Otherwise it is doomed, and may be gone: nothing shows it, and no plan reuses it. */
  readonly isNeeded: boolean;
}

const COLUMNS = {
  id: objects.id,
  folderId: objects.folderId,
  bucket: objects.bucket,
  key: objects.key,
  sizeBytes: objects.sizeBytes,
  sha256: objects.sha256,
  isNeeded: sql<boolean>`objects.state = 'live'
    OR EXISTS (SELECT FROM files f WHERE f.object_id = objects.id)
    OR EXISTS (SELECT FROM upload_changes c WHERE c.reused_object_id = objects.id)`,
};

/** The objects of a bucket in the byte order of their keys, read by and by. */
export async function* eachObject(
  { db }: Pick<Context, 'db'>,
  bucket: ContentBucket,
): AsyncGenerator<ObjectRow, void> {
  let after = '';
  for (;;) {
    const page = await db
      .select(COLUMNS)
      .from(objects)
      .where(and(gt(objects.key, after), eq(objects.bucket, bucket)))
      .orderBy(asc(objects.key))
      .limit(PAGE_ROWS);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < PAGE_ROWS) return;
    after = last.key;
  }
}

/** As they are at this moment, by id. */
export async function findObjects(
  { db }: Pick<Context, 'db'>,
  ids: readonly number[],
): Promise<ReadonlyMap<number, ObjectRow>> {
  if (ids.length === 0) return new Map();
  const found = await db
    .select(COLUMNS)
    .from(objects)
    .where(inArray(objects.id, [...ids]));
  return new Map(found.map((row) => [row.id, row]));
}

/** How much there is, for telling how far a walk is. */
export async function sumObjects({ db }: Pick<Context, 'db'>): Promise<ObjectSum> {
  const [sum] = await db
    .select({
      objects: sql`count(*)`.mapWith(Number),
      bytes: sql`coalesce(sum(${objects.sizeBytes}), 0)`.mapWith(Number),
    })
    .from(objects);
  return sum ?? { objects: 0, bytes: 0 };
}

export interface ObjectSum {
  readonly objects: number;
  readonly bytes: number;
}
