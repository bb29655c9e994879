import { and, asc, eq, lte } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { trash } from '../../../db/schema/moves.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Budget } from '../../core/budget.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { askAgain } from '../../core/operations/ask-again.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import type { OperationRow } from '../../core/operations/operation-row.ts';
import type { WorkContext } from '../../core/operations/run-operation.ts';
import { transaction } from '../../core/transaction.ts';
import { countLeft } from './purge-operation.ts';
import { advanceTrash, lockTrash, notInTrash } from './trash-row.ts';

const DUE_AT_ONCE = 100;

/**
 * Decides that what is in the trash be destroyed, before its time or after: from now on it cannot be
 * restored, and an operation does it. Repeated, it gives the same operation.
 * @throws DcsError `trash.not_found` | `trash.restoring`
 */
export async function purgeTrash(ctx: Context, id: string): Promise<OperationRow> {
  return transaction(ctx.db, async (tx) => {
    const { row, target } = await lockTrash(tx, id);
    const { state } = row;
    if (state === 'purging') return askAgain(tx, 'purge', id);
    if (state === 'restoring') {
      throw new DcsError('trash.restoring', { detail: 'Delete it again once it is back.' });
    }
    if (state === 'restored' || state === 'purged') throw notInTrash();
    await advanceTrash(tx, { id, from: state, to: 'purging' });
    const { type } = target.body;
    await writeAudit(ctx, tx, {
      action: `${type}.purge`,
      target: { type, id: target.id, name: target.title },
      before: { trash_id: id, files: row.fileCount, size: row.sizeBytes },
    });
    return createOperation(ctx, tx, {
      type: 'purge',
      folderId: row.folderId,
      subjectId: id,
      target: row.target,
      total: await countLeft(tx, row.folderId),
    });
  });
}

/** Purges what has been in the trash for its days. */
export async function purgeDue(ctx: WorkContext, budget: Budget): Promise<void> {
  const system = { ...ctx, actor: { type: 'system' }, requestId: null, address: null } as const;
  while (!budget.isSpent()) {
    const due = await ctx.db
      .select({ id: trash.id })
      .from(trash)
      .where(and(eq(trash.state, 'trashed'), lte(trash.purgeAfter, dcsNow)))
      .orderBy(asc(trash.purgeAfter))
      .limit(DUE_AT_ONCE);
    if (due.length === 0) return;
    for (const { id } of due) await purgeUnlessGone(system, id);
  }
}

/** Somebody may have restored or purged it in this very moment. */
async function purgeUnlessGone(ctx: Context, id: string): Promise<void> {
  await purgeTrash(ctx, id).catch((error: unknown) => {
    const isGone = error instanceof DcsError && error.code.startsWith('trash.');
    if (!isGone) throw error;
  });
}
