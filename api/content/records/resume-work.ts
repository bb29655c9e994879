import { asc, inArray, sql } from 'drizzle-orm';
import { trash } from '../../../db/schema/moves.ts';
import type { Tx } from '../../core/database.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import { findFolder } from '../folders/folder-row.ts';
import { countElsewhere } from '../moves/move-folder.ts';
import { findTarget } from '../targets/find-target.ts';
import { countLeft } from '../trash/purge-operation.ts';
import type { TrashRow } from '../trash/trash-row.ts';
import type { RebuildContext } from './rebuilt.ts';

/**
 * Queues again what was being done to folders as their records end: it is found in their state.
 * @returns how many operations there are now
 */
export async function resumeWork(ctx: RebuildContext, tx: Tx): Promise<number> {
  let operations = 0;
  const underWay = await tx
    .select()
    .from(trash)
    .where(inArray(trash.state, ['trashing', 'restoring', 'purging']))
    .orderBy(asc(trash.id));
  for (const row of underWay) {
    const operation = await operationOf(tx, row);
    if (!operation) continue;
    await createOperation(ctx, tx, { ...operation, folderId: row.folderId, subjectId: row.id });
    operations += 1;
  }
  for (const folderId of await unfinishedRenames(tx)) {
    const { id: subjectId, body: target } = await findTarget(tx, folderId);
    const total = await countElsewhere(tx, { ...(await findFolder(tx, folderId)), folderId });
    await createOperation(ctx, tx, { type: 'rename', folderId, subjectId, target, total });
    operations += 1;
  }
  return operations;
}

async function operationOf(tx: Tx, { folderId, state, target }: TrashRow) {
  if (state === 'purging') {
    return { type: 'purge', target, total: await countLeft(tx, folderId) } as const;
  }
  const { bucket, prefix } = await findFolder(tx, folderId);
  if (state === 'trashing') {
    const total = await countElsewhere(tx, { folderId, bucket: 'trash', prefix });
    return { type: 'trash', target, total } as const;
  }
  const { inTrash, body } = await findTarget(tx, folderId);
  // It was deleted again before it was back.
  if (inTrash) return undefined;
  const total = await countElsewhere(tx, { folderId, bucket, prefix });
  return { type: 'restore', target: body, total } as const;
}

/** Folders that are in nobody's way and do not lie where their name says. */
async function unfinishedRenames(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.execute<{ id: string }>(sql`
    SELECT f.id FROM folders f
    WHERE EXISTS (
        SELECT FROM objects o WHERE o.folder_id = f.id AND o.state = 'live'
          AND NOT (o.bucket = f.bucket AND starts_with(o.key, f.prefix || '/')))
      AND NOT EXISTS (
        SELECT FROM trash t WHERE t.folder_id = f.id
          AND t.state IN ('trashing', 'trashed', 'purging', 'restoring'))
    ORDER BY f.id`);
  return rows.map(({ id }) => id);
}
