import { type SQL, sql } from 'drizzle-orm';
import { deadPrefixes } from '../../db/schema/moves.ts';
import type { Tx } from '../core/database.ts';

/** When nothing can write there any more, and once more a day later for what had begun by then. */
const SWEEPS = 2;

type DeadPrefix = Pick<typeof deadPrefixes.$inferSelect, 'bucket' | 'prefix' | 'uploadId'>;

/**
 * Leaves to ticks whatever may still come to a prefix nobody writes to on purpose any more.
 * @param dead its prefix ends in a slash; `dueAt` is when the last URL for it has lapsed
 */
export async function buryPrefix(
  tx: Tx,
  { dueAt, ...dead }: DeadPrefix & { readonly dueAt: SQL },
): Promise<void> {
  await tx
    .insert(deadPrefixes)
    .values({ ...dead, dueAt, sweepsLeft: SWEEPS })
    // It was buried before, and a move has emptied it since.
    .onConflictDoUpdate({
      target: [deadPrefixes.prefix, deadPrefixes.bucket],
      set: {
        dueAt: sql`greatest(${deadPrefixes.dueAt}, excluded.due_at)`,
        sweepsLeft: SWEEPS,
        sweptUpTo: null,
      },
    });
}
