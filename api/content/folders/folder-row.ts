import { eq, sql } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import { escapeNameForKey } from '../../contract/names.ts';
import type { Queries, Tx } from '../../core/database.ts';
import type { Ids } from '../../core/ports.ts';
import type { BookRow } from '../books/book-row.ts';

export type FolderRow = typeof folders.$inferSelect;

/** Where the objects of a book of this name lie. */
export function folderPrefix({ publisher, bookName }: Pick<BookRow, 'publisher' | 'bookName'>) {
  return `${escapeNameForKey(publisher)}/${escapeNameForKey(bookName)}`;
}

/** The book's folder, locked; made if the book has none yet. The book must be locked already. */
export async function lockBookFolder(tx: Tx, ids: Ids, book: BookRow): Promise<FolderRow> {
  if (book.folderId !== null) return lockFolder(tx, book.folderId);
  const [folder] = await tx
    .insert(folders)
    .values({
      id: ids.uuid(),
      bucket: 'books',
      prefix: folderPrefix(book),
    })
    .returning();
  if (!folder) throw new Error('INSERT … RETURNING gave no row.');
  await tx.update(books).set({ folderId: folder.id }).where(eq(books.id, book.id));
  return folder;
}

/** The folder, and nobody else publishes, moves or plans it until the transaction ends. */
export async function lockFolder(tx: Tx, id: string): Promise<FolderRow> {
  const [folder] = await tx.select().from(folders).where(eq(folders.id, id)).for('update');
  if (!folder) throw new Error(`There is no folder ${id}.`);
  return folder;
}

export async function findFolder(query: Queries, id: string): Promise<FolderRow> {
  const [folder] = await query.select().from(folders).where(eq(folders.id, id));
  if (!folder) throw new Error(`There is no folder ${id}.`);
  return folder;
}

/**
 * Begins a new epoch of the folder: what was planned for it before is planned anew.
 * @param change what else is different from then on
 */
export async function beginEpoch(
  tx: Tx,
  id: string,
  change: Partial<typeof folders.$inferInsert> = {},
): Promise<void> {
  await tx
    .update(folders)
    .set({ ...change, epoch: sql`${folders.epoch} + 1` })
    .where(eq(folders.id, id));
}
