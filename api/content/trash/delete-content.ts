import { and, desc, eq, type SQL } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { builds } from '../../../db/schema/folders.ts';
import { trash } from '../../../db/schema/moves.ts';
import { foldName } from '../../contract/names.ts';
import type { Platform } from '../../contract/platforms.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { requireMatch } from '../../core/etag.ts';
import { askAgain } from '../../core/operations/ask-again.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import type { OperationRow } from '../../core/operations/operation-row.ts';
import { transaction } from '../../core/transaction.ts';
import { bookEtag, lockBook } from '../books/book-row.ts';
import { isNamed, isReadable, noSuchBuild } from '../builds/build-row.ts';
import { beginEpoch, type FolderRow, lockBookFolder, lockFolder } from '../folders/folder-row.ts';
import { countElsewhere } from '../moves/move-folder.ts';
import { bookAsTarget } from '../targets/book-target.ts';
import { buildAsTarget } from '../targets/build-target.ts';
import type { Target } from '../targets/target.ts';
import { findHeld, type TrashRow } from './trash-row.ts';

/** What is to be deleted, locked; in the trash already where it was deleted before. */
interface Deletable {
  readonly target: Target;
  readonly folder: FolderRow;
}

/** Finds and locks it. @throws DcsError when there is no such thing */
export type FindDeletable = (ctx: Context, tx: Tx) => Promise<Deletable>;

/** @throws (when called) DcsError `book.not_found` | `request.precondition_failed` */
export function bookToDelete(id: string, ifMatch: string | undefined): FindDeletable {
  return async (ctx, tx) => {
    const book = await lockBook(tx, id);
    const target = bookAsTarget(book);
    // Whoever repeats a deletion has the tag from before.
    if (!target.inTrash) requireMatch(ifMatch, bookEtag(book));
    return { target, folder: await lockBookFolder(tx, ctx.ids, book) };
  };
}

/** @throws (when called) DcsError `build.not_found` */
export function buildToDelete(platform: Platform, version: string): FindDeletable {
  return async (_ctx, tx) => {
    const isSame = isNamed(platform, version);
    const [live] = await tx.select().from(builds).where(and(isSame, isReadable)).for('update');
    const build = live ?? (await lastDeleted(tx, isSame));
    if (!build) throw noSuchBuild(platform, version);
    return { target: buildAsTarget(build), folder: await lockFolder(tx, build.folderId) };
  };
}

async function lastDeleted(tx: Tx, isSame: SQL | undefined) {
  const [build] = await tx
    .select()
    .from(builds)
    .where(and(isSame, eq(builds.inTrash, true)))
    .orderBy(desc(builds.updatedAt))
    .limit(1)
    .for('update');
  return build;
}

/**
 * Moves a book or build to the trash: nobody reads it any more from now on, its name is free, and an
 * operation moves its files, those of all revisions. Repeated, it gives the same operation.
 */
export async function deleteContent(ctx: Context, find: FindDeletable): Promise<OperationRow> {
  return transaction(ctx.db, async (tx) => {
    const { target, folder } = await find(ctx, tx);
    if (target.inTrash) return askAgain(tx, 'trash', await heldOf(tx, target, folder));
    const row = await putInTrash(ctx, tx, { target, folder });
    const { type } = target.body;
    await writeAudit(ctx, tx, {
      action: `${type}.delete`,
      target: { type, id: target.id, name: target.title },
      before: { revision: folder.headRevision, files: folder.fileCount, size: folder.sizeBytes },
      after: { trash_id: row.id },
    });
    const { id: folderId, prefix } = folder;
    return createOperation(ctx, tx, {
      type: 'trash',
      folderId,
      subjectId: row.id,
      target: target.body,
      total: await countElsewhere(tx, { folderId, bucket: 'trash', prefix }),
    });
  });
}

async function heldOf(tx: Tx, target: Target, folder: FolderRow): Promise<string> {
  const held = await findHeld(tx, folder.id);
  if (held) return held.id;
  const detail = `${target.title} was purged.`;
  throw new DcsError(`${target.body.type}.not_found`, { detail });
}

async function putInTrash(
  ctx: Context,
  tx: Tx,
  { target, folder }: Deletable,
): Promise<Pick<TrashRow, 'id'>> {
  if (ctx.actor.type !== 'user') throw new DcsError('auth.required');
  const previousStatus = await target.hide(tx);
  await beginEpoch(tx, folder.id);
  // It was back for its readers, though not all of its files; that is history now.
  await tx
    .update(trash)
    .set({ state: 'restored', updatedAt: dcsNow })
    .where(and(eq(trash.folderId, folder.id), eq(trash.state, 'restoring')));
  const [row] = await tx
    .insert(trash)
    .values({
      id: ctx.ids.uuid(),
      folderId: folder.id,
      ownerId: target.id,
      type: target.body.type,
      state: 'trashing',
      target: target.body,
      titleFolded: foldName(target.title),
      previousStatus,
      fileCount: folder.fileCount,
      sizeBytes: folder.sizeBytes,
      deletedBy: ctx.actor.email,
    })
    .returning({ id: trash.id });
  if (!row) throw new Error('INSERT … RETURNING gave no row.');
  return row;
}
