import { and, eq, inArray, type SQL } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { dcsNow } from '../../../db/schema/columns.ts';
import { trash } from '../../../db/schema/moves.ts';
import { TRASH_STATES, type TrashItemBody } from '../../contract/trash.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { type FolderRow, lockFolder } from '../folders/folder-row.ts';
import { lockTarget } from '../targets/find-target.ts';
import type { Target } from '../targets/target.ts';

export type TrashRow = typeof trash.$inferSelect;
export type TrashState = TrashRow['state'];

/** States of a deletion that can still be undone or hastened. */
export const HELD = TRASH_STATES;

/** A deletion with what it is of, all locked. */
export interface HeldTrash {
  readonly row: TrashRow;
  readonly target: Target;
  readonly folder: FolderRow;
}

/**
 * Nobody else restores or purges it until the transaction ends.
 * @throws DcsError `trash.not_found`, for a malformed id too
 */
export async function lockTrash(tx: Tx, id: string): Promise<HeldTrash> {
  const [known] = isUuid(id) ? await tx.select().from(trash).where(eq(trash.id, id)) : [];
  if (!known) throw notInTrash();
  // In the order in which everybody locks: what it belongs to, the folder, and then its state.
  const target = await lockTarget(tx, known.folderId);
  const folder = await lockFolder(tx, known.folderId);
  const [row] = await tx.select().from(trash).where(eq(trash.id, id)).for('update');
  if (!row) throw notInTrash();
  return { row, target, folder };
}

export function notInTrash(): DcsError {
  return new DcsError('trash.not_found', {
    detail: 'Nothing in the trash has this id: it was restored, or purged, or never there.',
  });
}

/** The deletion under way, or not yet undone, of a folder. */
export async function findHeld(query: Queries, folderId: string): Promise<TrashRow | undefined> {
  const [row] = await query
    .select()
    .from(trash)
    .where(and(eq(trash.folderId, folderId), inArray(trash.state, [...HELD])));
  return row;
}

/** Takes it from one state to the next. @returns false when it was not in that state any more */
export async function advanceTrash(
  tx: Tx,
  { id, from, to }: { readonly id: string; readonly from: TrashState; readonly to: TrashState },
  change: { readonly purgeAfter?: SQL } = {},
): Promise<boolean> {
  const advanced = await tx
    .update(trash)
    .set({ ...change, state: to, updatedAt: dcsNow })
    .where(and(eq(trash.id, id), eq(trash.state, from)))
    .returning({ id: trash.id });
  return advanced.length > 0;
}

/** Whether the deletion is in this state, as the transaction sees it. */
export async function isInState(tx: Tx, id: string, state: TrashState): Promise<boolean> {
  const rows = await tx
    .select({ id: trash.id })
    .from(trash)
    .where(and(eq(trash.id, id), eq(trash.state, state)));
  return rows.length > 0;
}

/** As on the wire. */
export function trashBody(row: TrashRow): TrashItemBody {
  const { target, deletedAt, purgeAfter } = row;
  return {
    id: row.id,
    type: row.type,
    // Only such rows are listed.
    state: row.state as TrashItemBody['state'],
    publisher: target.type === 'book' ? target.publisher : null,
    book_name: target.type === 'book' ? target.book_name : null,
    platform: target.type === 'build' ? target.platform : null,
    version: target.type === 'build' ? target.version : null,
    files: row.fileCount,
    size: row.sizeBytes,
    deleted_at: deletedAt.toISOString(),
    deleted_by: row.deletedBy,
    purge_after: purgeAfter?.toISOString() ?? null,
  };
}
