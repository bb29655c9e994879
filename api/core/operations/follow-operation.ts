import type { RequestContext } from '../context.ts';
import { describeError } from '../known-error.ts';
import { findOperation, isUnderWay, type OperationRow } from './operation-row.ts';
import { type OperationHandlers, runOperation } from './run-operation.ts';

const LOOK_AGAIN_MS = 250;

export interface Following {
  readonly handlers: OperationHandlers;
  readonly id: string;
  /** How long to wait for its end. */
  readonly patienceMs: number;
}

/**
 * Works on an operation right away, or waits for who does so already. The work goes on when patience
 * is over; should its process die, a tick takes it over.
 * @returns it as it is at its end, when an attempt has failed, or when patience is over
 */
export async function followOperation(
  ctx: RequestContext,
  { handlers, id, patienceMs }: Following,
): Promise<OperationRow> {
  const end = performance.now() + patienceMs;
  const left = () => Math.max(end - performance.now(), 0);
  for (;;) {
    const work = runOperation(ctx, handlers, id).catch((error: unknown) => {
      ctx.log.error('operation', { operation: id, ...describeError(error) });
    });
    ctx.outlive(work);
    await settledWithin(work, left());
    const operation = await findOperation(ctx.db, id);
    if (!isUnderWay(operation) || operation.error || left() === 0) return operation;
    // Another worker has it, or it waits for its turn in the folder.
    await pause(Math.min(LOOK_AGAIN_MS, left()));
  }
}

/** Resolves when the work is settled or the time is over. */
async function settledWithin(work: Promise<void>, ms: number): Promise<void> {
  const time = Promise.withResolvers<void>();
  const timer = setTimeout(time.resolve, ms);
  await Promise.race([work, time.promise]);
  clearTimeout(timer);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
