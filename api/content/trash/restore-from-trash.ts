import type { NewPlace, Restore } from '../../contract/trash.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { violatedUnique } from '../../core/database-errors.ts';
import { DcsError } from '../../core/errors.ts';
import { askAgain } from '../../core/operations/ask-again.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import type { OperationRow } from '../../core/operations/operation-row.ts';
import { transaction } from '../../core/transaction.ts';
import { beginEpoch } from '../folders/folder-row.ts';
import { countElsewhere } from '../moves/move-folder.ts';
import type { Target } from '../targets/target.ts';
import { advanceTrash, type HeldTrash, lockTrash, notInTrash } from './trash-row.ts';

/** The indexes by which a name belongs to one book or build outside the trash. */
const NAMES = ['books_live_name', 'builds_live_version'];

/**
 * Brings a book or build back: it has its name and its readers again from now on, and an operation
 * moves its files. Repeated, it gives the same operation.
 * @throws DcsError `trash.not_found` | `trash.name_taken` | `trash.purging` | `request.invalid`
 */
export async function restoreFromTrash(ctx: Context, input: Restore): Promise<OperationRow> {
  const { trash_id: id, as } = input;
  const work = transaction(ctx.db, async (tx) => {
    const held = await lockTrash(tx, id);
    const { state } = held.row;
    if (state === 'restoring' || state === 'restored') return askAgain(tx, 'restore', id);
    if (state === 'purging') {
      throw new DcsError('trash.purging', { detail: 'It cannot be saved any more.' });
    }
    if (state === 'purged') throw notInTrash();
    const target = await takeOut(tx, held, as);
    const { type } = target.body;
    await writeAudit(ctx, tx, {
      action: `${type}.restore`,
      target: { type, id: target.id, name: target.title },
      before: { trash_id: id, name: held.target.title },
      after: { revision: held.folder.headRevision },
    });
    const { id: folderId, bucket } = held.folder;
    return createOperation(ctx, tx, {
      type: 'restore',
      folderId,
      subjectId: id,
      target: target.body,
      total: await countElsewhere(tx, { folderId, bucket, prefix: target.prefix }),
    });
  });
  return work.catch((error: unknown) => {
    if (!NAMES.includes(violatedUnique(error) ?? '')) throw error;
    throw new DcsError('trash.name_taken', {
      detail: 'Another one has this name now. Restore it "as" another, or rename that one.',
      cause: error,
    });
  });
}

async function takeOut(
  tx: Tx,
  { row, target, folder }: HeldTrash,
  as: NewPlace | undefined,
): Promise<Target> {
  const shown = await target.show(tx, row.previousStatus, as);
  await beginEpoch(tx, folder.id, { prefix: shown.prefix });
  await advanceTrash(tx, { id: row.id, from: row.state, to: 'restoring' });
  return shown;
}
