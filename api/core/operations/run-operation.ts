import { sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { type Budget, UNLIMITED } from '../budget.ts';
import type { Context } from '../context.ts';
import type { Tx } from '../database.ts';
import { type DcsError, problemOf } from '../errors.ts';
import { describeError, knownError } from '../known-error.ts';
import { transaction } from '../transaction.ts';
import { LeaseLostError, type OperationRun, releaseLease, takeOperation } from './lease.ts';
import type { AskedBy, OperationRow, OperationType } from './operation-row.ts';

/** So many attempts that failed for no fault of the caller, and a person has to look. */
const MAX_ATTEMPTS = 10;
const FIRST_DELAY_SECONDS = 2;
const MAX_DELAY_SECONDS = 300;

/** What a worker works with; there is no request behind it. */
export type WorkContext = Omit<Context, keyof AskedBy>;

/** What an attempt came to: the operation's end, or its budget was spent after some progress. */
export type Attempted = 'ended' | 'later';

/** How operations of one type are done. */
export interface OperationHandler {
  /**
   * Does the work, or what is left of it, and ends it with `finishOperation` in the transaction that
   * completes it. It may be broken off anywhere, and begun again while the last attempt still hangs.
   * @returns `later` when the run's budget was spent and some progress made, which is kept: the next
   *   tick goes on, and attempts that failed before count no more
   * @throws DcsError below status 500 where trying again is of no use
   */
  run(ctx: Context, run: OperationRun): Promise<Attempted>;
  /** Undoes what being under way means, if anything, in the transaction that ends it without success. */
  giveUp?(tx: Tx, operation: OperationRow): Promise<void>;
  /**
   * Does again what `giveUp` undid, in the transaction that queues an operation which needed a person.
   * @throws DcsError `operation.not_retryable` when things have gone on without it
   */
  resume?(tx: Tx, operation: OperationRow): Promise<void>;
  /** When it may be cancelled: while it is under way, or before its first attempt. Never by default. */
  readonly cancellable?: 'always' | 'queued';
}

/** A type without a handler is left to replicas that have one. */
export type OperationHandlers = Readonly<Partial<Record<OperationType, OperationHandler>>>;

/** Works on what is due, one after the other, until nothing is or the budget is spent. */
export async function runDueOperations(
  ctx: WorkContext,
  handlers: OperationHandlers,
  budget: Budget,
): Promise<void> {
  const types = sql.param(Object.keys(handlers));
  while (!budget.isSpent()) {
    const due = sql`o.next_attempt_at <= ${dcsNow} AND o.type = ANY(${types}::text[])`;
    const run = await takeOperation(ctx, due, budget);
    if (!run) return;
    await attempt(ctx, handlers, run);
  }
}

/**
 * Makes one attempt at an operation, also before it is due again, unless somebody is at it or it has
 * to wait for its turn in the folder.
 */
export async function runOperation(
  ctx: WorkContext,
  handlers: OperationHandlers,
  id: string,
): Promise<void> {
  const run = await takeOperation(ctx, sql`o.id = ${id}`, UNLIMITED);
  if (run) await attempt(ctx, handlers, run);
}

async function attempt(
  ctx: WorkContext,
  handlers: OperationHandlers,
  run: OperationRun,
): Promise<void> {
  const { id, type, attempts, askedBy } = run.operation;
  const handler = handlers[type];
  if (!handler) throw new Error(`Nothing here does operations of type ${type}.`);
  const about = { operation: id, type, attempt: attempts };
  try {
    // Stored by createOperation, in this shape.
    const asked = askedBy as AskedBy;
    const attempted = await handler.run({ ...ctx, ...asked }, run).catch(async (error: unknown) => {
      if (error instanceof LeaseLostError) throw error;
      const known = knownError(error);
      if (known.status >= 500) ctx.log.error('operation', { ...about, ...describeError(error) });
      await noteFailure(ctx, handler, { run, error: known });
    });
    if (attempted === 'later') await putOff(ctx, run);
  } catch (error) {
    if (!(error instanceof LeaseLostError)) throw error;
    ctx.log.warn('an operation was taken over or cancelled', about);
  }
}

/** Lets go of an operation that is due again at once. */
async function putOff({ db }: WorkContext, run: OperationRun): Promise<void> {
  const change = { attempts: 0, nextAttemptAt: dcsNow };
  await transaction(db, (tx) => releaseLease(tx, run, change));
}

interface Failure {
  readonly run: OperationRun;
  readonly error: DcsError;
}

async function noteFailure(
  ctx: WorkContext,
  handler: OperationHandler,
  { run, error }: Failure,
): Promise<void> {
  const { operation } = run;
  const { requestId } = operation.askedBy as AskedBy; // as createOperation stored it
  const problem = problemOf(error, requestId ?? operation.id);
  await transaction(ctx.db, async (tx) => {
    const state = stateAfter(error, operation.attempts);
    if (state === 'running') {
      const seconds = delaySeconds(operation);
      const nextAttemptAt = sql`${dcsNow} + make_interval(secs => ${seconds})`;
      await releaseLease(tx, run, { error: problem, nextAttemptAt });
    } else {
      await handler.giveUp?.(tx, operation);
      await releaseLease(tx, run, { error: problem, state });
    }
  });
}

function stateAfter({ status }: DcsError, attempts: number): OperationRow['state'] {
  if (status < 500) return 'failed';
  return attempts < MAX_ATTEMPTS ? 'running' : 'needs_person';
}

/** Twice as long each time; the random end of its id sets it apart from others that failed with it. */
function delaySeconds({ id, attempts }: OperationRow): number {
  const seconds = Math.min(FIRST_DELAY_SECONDS * 2 ** (attempts - 1), MAX_DELAY_SECONDS);
  const jitter = Number.parseInt(id.slice(-8), 16) / 2 ** 32;
  return seconds * (0.5 + jitter / 2);
}
