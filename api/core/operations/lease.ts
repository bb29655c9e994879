import { and, eq, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { operations } from '../../../db/schema/operations.ts';
import type { Budget } from '../budget.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../database.ts';
import { violatedUnique } from '../database-errors.ts';
import type { OperationRow } from './operation-row.ts';

/** Who has not renewed for so long is taken for dead. */
const LEASE_SECONDS = 20;
/** A third of the lease would do for that alone; whoever waits likes to see how far it is. */
const RENEW_AFTER_MS = 2000;

/**
 * Another worker has taken the operation over, or it was cancelled. Whoever meets this stops, and
 * leaves all as it is.
 */
export class LeaseLostError extends Error {
  override readonly name = 'LeaseLostError';

  constructor() {
    super('The operation was taken over by another worker, or cancelled.');
  }
}

/** An operation in the hands of one worker. */
export interface OperationRun {
  readonly operation: OperationRow;
  readonly leaseId: string;
  /** How much of the operation's total is done: when it is taken, what its workers told so far. */
  readonly done: number;
  /** Asked between two slices of the work by handlers that can go on in the next tick. */
  readonly budget: Budget;
  /**
   * Tells that `count` more of the operation's total are done; every two seconds that is noted, and
   * the lease renewed. To be called at least between two calls of the store.
   * @throws LeaseLostError
   */
  advance(count: number): Promise<void>;
  /** For work that is done anew from its beginning each time: nothing of it is done yet. */
  restart(): void;
}

/** What one attempt is given. */
type TakeContext = Pick<Context, 'db' | 'ids' | 'clock'>;

/**
 * Takes one operation that nobody holds. Those of a folder have their turn one after the other, in
 * the order in which they were asked for; one that is tried again keeps its turn.
 * @param which of the operations `o`
 */
export async function takeOperation(
  ctx: TakeContext,
  which: SQL,
  budget: Budget,
): Promise<OperationRun | undefined> {
  const leaseId = ctx.ids.uuid();
  const free = sql`(
    SELECT o.id FROM operations o
    WHERE o.state IN ('queued', 'running') AND ${which}
      AND (o.lease_until IS NULL OR o.lease_until <= ${dcsNow})
      AND NOT EXISTS (
        SELECT FROM operations other
        WHERE other.folder_id = o.folder_id AND other.id <> o.id
          AND (other.state = 'running'
            OR (other.state = 'queued' AND o.state = 'queued' AND other.id < o.id)))
    ORDER BY o.next_attempt_at, o.id LIMIT 1
    FOR UPDATE SKIP LOCKED)`;
  try {
    const [operation] = await ctx.db
      .update(operations)
      .set({
        state: 'running',
        attempts: sql`${operations.attempts} + 1`,
        error: null,
        leaseId,
        leaseUntil: leaseEnd(),
        updatedAt: dcsNow,
      })
      .where(eq(operations.id, free))
      .returning();
    return operation && createRun(ctx, { operation, leaseId, budget });
  } catch (error) {
    // Two workers took two operations of one folder in the same instant; the other was quicker.
    if (violatedUnique(error) === 'operations_folder') return undefined;
    throw error;
  }
}

function createRun(
  { db, clock }: TakeContext,
  taken: Pick<OperationRun, 'operation' | 'leaseId' | 'budget'>,
): OperationRun {
  const { total } = taken.operation;
  let { done } = taken.operation;
  let renewedAt = clock.now().getTime();
  const run: OperationRun = {
    ...taken,
    get done() {
      return done;
    },
    restart() {
      done = 0;
    },
    async advance(count) {
      // Work broken off between two of its notes may be told twice.
      done = Math.min(done + count, total);
      if (clock.now().getTime() - renewedAt < RENEW_AFTER_MS) return;
      const renewed = await db
        .update(operations)
        .set({ done, leaseUntil: leaseEnd(), updatedAt: dcsNow })
        .where(isHeld(run))
        .returning({ id: operations.id });
      if (renewed.length === 0) throw new LeaseLostError();
      renewedAt = clock.now().getTime();
    },
  };
  return run;
}

/**
 * Nobody takes the operation over until the transaction ends.
 * @throws LeaseLostError
 */
export async function lockLease(tx: Tx, run: OperationRun): Promise<void> {
  const held = await tx
    .select({ id: operations.id })
    .from(operations)
    .where(isHeld(run))
    .for('update');
  if (held.length === 0) throw new LeaseLostError();
}

/**
 * Ends an operation, or lets go of it until its next attempt; how much is done is kept.
 * @throws LeaseLostError
 */
export async function releaseLease(
  tx: Tx,
  run: OperationRun,
  change: Partial<Pick<OperationRow, 'state' | 'done' | 'attempts' | 'error' | 'result'>> & {
    readonly nextAttemptAt?: SQL;
  },
): Promise<void> {
  const released = await tx
    .update(operations)
    .set({ done: run.done, ...change, leaseId: null, leaseUntil: null, updatedAt: dcsNow })
    .where(isHeld(run))
    .returning({ id: operations.id });
  if (released.length === 0) throw new LeaseLostError();
}

/**
 * Ends an operation well, in the transaction that completes its work.
 * @throws LeaseLostError
 */
export async function finishOperation(
  tx: Tx,
  run: OperationRun,
  result: Record<string, unknown>,
): Promise<void> {
  await releaseLease(tx, run, { state: 'done', done: run.operation.total, result });
}

function isHeld({ operation, leaseId }: OperationRun): SQL | undefined {
  return and(eq(operations.id, operation.id), eq(operations.leaseId, leaseId));
}

function leaseEnd(): SQL {
  return sql`${dcsNow} + make_interval(secs => ${LEASE_SECONDS})`;
}
