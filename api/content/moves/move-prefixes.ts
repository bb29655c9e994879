import { and, eq, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { objects } from '../../../db/schema/folders.ts';
import { movePrefixes } from '../../../db/schema/moves.ts';
import type { Context } from '../../core/context.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { lockLease, type OperationRun } from '../../core/operations/lease.ts';
import type { ContentBucket } from '../../core/ports.ts';
import { transaction } from '../../core/transaction.ts';
import { buryPrefix } from '../bury-prefix.ts';
import { genPrefix } from '../gen-prefix.ts';

/** Where a folder's objects shall lie. */
export interface Destination {
  readonly folderId: string;
  readonly bucket: ContentBucket;
  /** Without a slash at the end. */
  readonly prefix: string;
}

export type MovePrefix = typeof movePrefixes.$inferSelect;

/** Objects of the folder that do not lie there yet. */
export function isElsewhere({ folderId, bucket, prefix }: Destination) {
  return and(
    eq(objects.folderId, folderId),
    eq(objects.state, 'live'),
    sql`NOT (${objects.bucket} = ${bucket} AND starts_with(${objects.key}, ${`${prefix}/`}))`,
  );
}

/**
 * The prefixes a move takes objects from, each with the one it takes them to: a fresh gen for every
 * gen there is, so that no key is ever written by two acts. Decided once, it holds for every worker.
 * Only who holds the lease adds any: when the move is over, what was decided is buried, and a worker
 * that comes late must not write to yet another.
 * @throws LeaseLostError
 */
export async function planPrefixes(
  { db, ids }: Pick<Context, 'db' | 'ids'>,
  run: OperationRun,
  destination: Destination,
): Promise<readonly MovePrefix[]> {
  const operationId = run.operation.id;
  const { bucket: toBucket, prefix } = destination;
  return transaction(db, async (tx) => {
    await lockLease(tx, run);
    for (const { fromBucket, fromPrefix } of await prefixesOf(tx, isElsewhere(destination))) {
      const toPrefix = `${prefix}/${ids.gen()}/`;
      await tx
        .insert(movePrefixes)
        .values({ operationId, fromBucket, fromPrefix, toBucket, toPrefix })
        .onConflictDoNothing();
    }
    return tx
      .select()
      .from(movePrefixes)
      .where(eq(movePrefixes.operationId, operationId))
      .orderBy(movePrefixes.fromBucket, movePrefixes.fromPrefix);
  });
}

/** The prefixes, to the gen, under which such objects lie. */
function prefixesOf(query: Queries, which: SQL | undefined) {
  const fromPrefix = genPrefix(objects.key);
  return query
    .selectDistinct({ fromBucket: objects.bucket, fromPrefix })
    .from(objects)
    .where(which);
}

/** Leaves to ticks what late workers may still bring to any prefix of a folder that is no more. */
export async function buryFolder(tx: Tx, folderId: string): Promise<void> {
  for (const { fromBucket, fromPrefix } of await prefixesOf(tx, eq(objects.folderId, folderId))) {
    const dead = { bucket: fromBucket, prefix: fromPrefix, uploadId: null };
    await buryPrefix(tx, { ...dead, dueAt: dcsNow });
  }
}

/** Leaves to ticks what late workers may still bring to where a move took from, and took to. */
export async function buryPrefixes(tx: Tx, operationId: string, dueAt: SQL): Promise<void> {
  const moved = await tx
    .select()
    .from(movePrefixes)
    .where(eq(movePrefixes.operationId, operationId));
  for (const { fromBucket, fromPrefix, toBucket, toPrefix } of moved) {
    await buryPrefix(tx, { bucket: fromBucket, prefix: fromPrefix, uploadId: null, dueAt });
    // What objects have moved there is spared, since they name it.
    await buryPrefix(tx, { bucket: toBucket, prefix: toPrefix, uploadId: null, dueAt });
  }
}
