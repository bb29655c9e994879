import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import { deadPrefixes } from '../../db/schema/moves.ts';
import { uploadMultiparts } from '../../db/schema/uploads.ts';
import type { Budget } from '../core/budget.ts';
import type { Context } from '../core/context.ts';
import { forEachAtOnce } from '../core/for-each-at-once.ts';
import { deleteUnnamed } from './sweep.ts';

const MULTIPARTS_AT_ONCE = 8;
const MULTIPARTS_A_PAGE = 100;
/** Who sweeps a prefix and says nothing for so long is taken for dead. */
const CLAIM_SECONDS = 60;
const DAYS_BETWEEN_SWEEPS = 1;

type SweepContext = Pick<Context, 'db' | 'blobs'>;
type DeadPrefix = typeof deadPrefixes.$inferSelect;

/**
 * Empties prefixes that are dead, such as those of uploads that are over, of everything no object names, their multipart
 * uploads too. A sweep that the budget ends goes on where it stopped.
 */
export async function sweepDeadPrefixes(ctx: SweepContext, budget: Budget): Promise<void> {
  while (!budget.isSpent()) {
    const dead = await claimDue(ctx);
    if (!dead) return;
    const isSwept = (await abortMultiparts(ctx, dead, budget)) && (await sweep(ctx, dead, budget));
    await (isSwept ? noteSwept(ctx, dead) : note(ctx, dead, { dueAt: dcsNow }));
  }
}

async function claimDue({ db }: SweepContext): Promise<DeadPrefix | undefined> {
  const due = sql`(
    SELECT prefix, bucket FROM dead_prefixes WHERE due_at <= ${dcsNow}
    ORDER BY due_at, prefix LIMIT 1 FOR UPDATE SKIP LOCKED)`;
  const [claimed] = await db
    .update(deadPrefixes)
    .set({ dueAt: claimEnd() })
    .where(sql`(${deadPrefixes.prefix}, ${deadPrefixes.bucket}) = ${due}`)
    .returning();
  return claimed;
}

/** @returns whether none is left */
async function abortMultiparts(
  ctx: SweepContext,
  { uploadId, bucket, prefix }: DeadPrefix,
  budget: Budget,
): Promise<boolean> {
  if (uploadId === null) return true;
  while (!budget.isSpent()) {
    const begun = await ctx.db
      .select()
      .from(uploadMultiparts)
      .where(eq(uploadMultiparts.uploadId, uploadId))
      .limit(MULTIPARTS_A_PAGE);
    if (begun.length === 0) return true;
    await forEachAtOnce(begun, MULTIPARTS_AT_ONCE, ({ path, multipartId }) =>
      ctx.blobs.abortMultipart({ bucket, key: prefix + path }, multipartId),
    );
    const ids = begun.map(({ multipartId }) => multipartId);
    await ctx.db
      .delete(uploadMultiparts)
      .where(
        and(eq(uploadMultiparts.uploadId, uploadId), inArray(uploadMultiparts.multipartId, ids)),
      );
  }
  return false;
}

/** @returns whether it came to the end of the prefix */
async function sweep(ctx: SweepContext, dead: DeadPrefix, budget: Budget): Promise<boolean> {
  const { bucket, prefix, sweptUpTo } = dead;
  for await (const page of ctx.blobs.list(bucket, prefix, sweptUpTo ?? undefined)) {
    const keys = page.map(({ key }) => key);
    await deleteUnnamed(ctx, bucket, keys);
    const last = keys.at(-1);
    if (last === undefined) continue;
    await note(ctx, dead, { sweptUpTo: last, dueAt: claimEnd() });
    if (budget.isSpent()) return false;
  }
  return true;
}

async function noteSwept(ctx: SweepContext, dead: DeadPrefix): Promise<void> {
  const sweepsLeft = dead.sweepsLeft - 1;
  if (sweepsLeft === 0) {
    await ctx.db.delete(deadPrefixes).where(isSame(dead));
    return;
  }
  const dueAt = sql`${dcsNow} + make_interval(days => ${DAYS_BETWEEN_SWEEPS})`;
  await note(ctx, dead, { sweepsLeft, sweptUpTo: null, dueAt });
}

async function note(
  { db }: SweepContext,
  dead: DeadPrefix,
  change: Partial<Pick<DeadPrefix, 'sweepsLeft' | 'sweptUpTo'>> & { readonly dueAt: SQL },
): Promise<void> {
  await db.update(deadPrefixes).set(change).where(isSame(dead));
}

/** Still in the sweep it was claimed for: of two at once, the slower one must not end the next as well. */
function isSame({ bucket, prefix, sweepsLeft }: DeadPrefix): SQL | undefined {
  return and(
    eq(deadPrefixes.prefix, prefix),
    eq(deadPrefixes.bucket, bucket),
    eq(deadPrefixes.sweepsLeft, sweepsLeft),
  );
}

function claimEnd(): SQL {
  return sql`${dcsNow} + make_interval(secs => ${CLAIM_SECONDS})`;
}
