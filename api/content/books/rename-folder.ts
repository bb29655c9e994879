import { and, eq } from 'drizzle-orm';
import { uploads } from '../../../db/schema/uploads.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { createOperation } from '../../core/operations/create-operation.ts';
import { findWorkOn, type OperationRow } from '../../core/operations/operation-row.ts';
import { beginEpoch, folderPrefix, lockFolder } from '../folders/folder-row.ts';
import { countElsewhere } from '../moves/move-folder.ts';
import { isUnfinished } from '../uploads/upload-row.ts';
import { type BookRow, bookTargetBody } from './book-row.ts';

/**
 * Lets the folder of a book follow it to its new name, by an operation where there is something to
 * move. The book must be locked already.
 * @param book as it is called now
 * @throws DcsError `book.uploads_open` | `book.busy`
 */
export async function renameFolder(
  ctx: Context,
  tx: Tx,
  book: Pick<BookRow, 'id' | 'folderId' | 'publisher' | 'bookName'>,
): Promise<OperationRow | undefined> {
  const { folderId } = book;
  if (folderId === null) return undefined;
  await requireIdle(tx, folderId);
  const { bucket } = await lockFolder(tx, folderId);
  const prefix = folderPrefix(book);
  await beginEpoch(tx, folderId, { prefix });
  const total = await countElsewhere(tx, { folderId, bucket, prefix });
  if (total === 0) return undefined;
  const target = bookTargetBody(book);
  return createOperation(ctx, tx, { type: 'rename', folderId, subjectId: book.id, target, total });
}

async function requireIdle(tx: Tx, folderId: string): Promise<void> {
  const [open] = await tx
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.folderId, folderId), isUnfinished))
    .limit(1);
  if (open) {
    throw new DcsError('book.uploads_open', { detail: 'Finish or abort its uploads first.' });
  }
  const busy = await findWorkOn(tx, folderId);
  if (busy) {
    throw new DcsError('book.busy', {
      detail: `Wait for its ${busy.type} to end.`,
      members: { operation_id: busy.id },
    });
  }
}
