import { and, eq, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { objects, outbox } from '../../../db/schema/folders.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { lockLease, type OperationRun } from '../../core/operations/lease.ts';
import { transaction } from '../../core/transaction.ts';
import { lockFolder } from '../folders/folder-row.ts';
import type { MovedRecord } from '../records/record-document.ts';
import type { Copy } from './copy-objects.ts';
import type { MovePrefix } from './move-prefixes.ts';

/** An object that was copied. */
export interface MovedObject extends Copy {
  readonly id: number;
  readonly sha256: string;
}

interface MovedSlice {
  readonly folderId: string;
  readonly prefixes: MovePrefix;
  readonly moved: readonly MovedObject[];
  readonly sweepFrom: SQL;
  isWanted(tx: Tx): Promise<boolean>;
}

/**
 * Makes the copies the objects, and dooms the sources, all in one transaction.
 * @returns false where the move is not wanted any more, and nothing was done
 * @throws LeaseLostError
 */
export async function commitSlice(
  ctx: Context,
  run: OperationRun,
  { folderId, prefixes, moved, sweepFrom, isWanted }: MovedSlice,
): Promise<boolean> {
  return transaction(ctx.db, async (tx) => {
    // The folder's records are numbered in the order of commits.
    await lockFolder(tx, folderId);
    await lockLease(tx, run);
    if (!(await isWanted(tx))) return false;
    const settled = await repoint(tx, moved);
    await recordMove(tx, { folderId, prefixes, settled });
    // Whoever doomed an object meanwhile had no need of it; then the copy goes.
    const sources = moved.filter(({ id }) => settled.has(id));
    const needless = moved.filter(({ id }) => !settled.has(id));
    await doom(tx, folderId, {
      sweepFrom,
      places: sources.map((one) => ({ ...one, ...one.from })),
    });
    await doom(tx, folderId, {
      sweepFrom: dcsNow,
      places: needless.map((one) => ({ ...one, ...one.to })),
    });
    return true;
  });
}

/** @returns the ids of those that were still live */
async function repoint(tx: Tx, moved: readonly MovedObject[]): Promise<ReadonlySet<number>> {
  const [first] = moved;
  if (!first) return new Set();
  const ids = sql.param(moved.map(({ id }) => id));
  const keys = sql.param(moved.map(({ to }) => to.key));
  const rows = await tx
    .update(objects)
    .set({ bucket: first.to.bucket, key: sql`slice.key` })
    .from(sql`unnest(${ids}::bigint[], ${keys}::text[]) AS slice (id, key)`)
    .where(and(eq(objects.id, sql`slice.id`), eq(objects.state, 'live')))
    .returning({ id: objects.id });
  return new Set(rows.map(({ id }) => id));
}

interface SettledSlice extends Pick<MovedSlice, 'folderId' | 'prefixes'> {
  readonly settled: ReadonlySet<number>;
}

async function recordMove(tx: Tx, { folderId, prefixes, settled }: SettledSlice): Promise<void> {
  if (settled.size === 0) return;
  const record: MovedRecord = {
    from_bucket: prefixes.fromBucket,
    from_prefix: prefixes.fromPrefix,
    to_bucket: prefixes.toBucket,
    to_prefix: prefixes.toPrefix,
    objects: [...settled],
  };
  await tx.insert(outbox).values({ kind: 'moved', entityId: folderId, record });
}

interface Doomed {
  readonly sweepFrom: SQL;
  readonly places: readonly (Pick<MovedObject, 'sizeBytes' | 'sha256'> & MovedObject['from'])[];
}

async function doom(tx: Tx, folderId: string, { sweepFrom, places }: Doomed): Promise<void> {
  if (places.length === 0) return;
  const column = <Key extends keyof (typeof places)[number]>(name: Key) =>
    sql.param(places.map((place) => place[name]));
  await tx.execute(sql`
    INSERT INTO objects (folder_id, bucket, key, size_bytes, sha256, state, not_before)
    SELECT ${folderId}::uuid, bucket, key, size_bytes, sha256, 'doomed', ${sweepFrom}
    FROM unnest(${column('bucket')}::text[], ${column('key')}::text[],
      ${column('sizeBytes')}::bigint[], ${column('sha256')}::text[])
      AS place (bucket, key, size_bytes, sha256)`);
}
