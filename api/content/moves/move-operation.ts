import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { finishOperation, type OperationRun } from '../../core/operations/lease.ts';
import type { Attempted } from '../../core/operations/run-operation.ts';
import { transaction } from '../../core/transaction.ts';
import type { ContentPorts } from '../context.ts';
import { afterLastRead } from '../reading/last-read.ts';
import { countElsewhere, moveFolder } from './move-folder.ts';
import { buryPrefixes, type Destination } from './move-prefixes.ts';

export interface MoveWork {
  readonly content: ContentPorts;
  readonly destination: Destination;
  /** Whether it is still to be done. Asked in every transaction that moves something. */
  isWanted(tx: Tx): Promise<boolean>;
  /**
   * Notes that all has moved, in the transaction that ends the operation.
   * @returns whether that was still wanted
   */
  settle(tx: Tx): Promise<boolean>;
}

/** Does an operation whose work is to move a folder. Its total are the folder's objects. */
export async function runMove(ctx: Context, run: OperationRun, work: MoveWork): Promise<Attempted> {
  const { content, destination, isWanted, settle } = work;
  // URLs for the sources were given to readers until now.
  const sweepFrom = afterLastRead(content);
  const outcome = await moveFolder(ctx, run, { ...destination, isWanted, sweepFrom });
  if (outcome === 'later') return 'later';
  const leftBehind = await countElsewhere(ctx.db, destination);
  await transaction(ctx.db, async (tx) => {
    const isDone = outcome === 'moved' && (await settle(tx));
    await buryPrefixes(tx, run.operation.id, sweepFrom);
    const moved = Math.max(run.operation.total - leftBehind, 0);
    await finishOperation(tx, run, isDone ? { moved, left_behind: leftBehind } : { moved: null });
  });
  return 'ended';
}
