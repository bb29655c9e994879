import { eq, type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { books } from '../../../db/schema/content.ts';
import { foldName } from '../../contract/names.ts';
import type { Tx } from '../../core/database.ts';
import { type BookRow, bookTargetBody, bookTitle } from '../books/book-row.ts';
import { ensurePublisher } from '../books/publisher-spelling.ts';
import { folderPrefix } from '../folders/folder-row.ts';
import { refuseOtherKind, type Target } from './target.ts';

type Book = Pick<BookRow, 'id' | 'publisher' | 'bookName' | 'status'>;

export function bookAsTarget(book: Book): Target {
  const { id, publisher, bookName, status } = book;
  return {
    id,
    title: bookTitle(book),
    body: bookTargetBody(book),
    inTrash: status === 'archived',
    prefix: folderPrefix(book),
    manifestPath: `/books/${id}/manifest`,
    treePath: `/storage/books/${encodeURIComponent(publisher)}/${encodeURIComponent(bookName)}`,
    async noteRevision(tx) {
      await change(tx, book, {});
    },
    async hide(tx) {
      await change(tx, book, { status: 'archived' });
      return status === 'archived' ? null : status;
    },
    async show(tx, previous, as) {
      if (as && !('book_name' in as)) refuseOtherKind('publisher and book_name');
      const name = as ? { publisher: as.publisher, bookName: as.book_name } : book;
      await ensurePublisher(tx, name.publisher);
      const shown = { ...name, id, status: previous ?? 'published' };
      await change(tx, book, {
        status: shown.status,
        publisher: name.publisher,
        publisherFolded: foldName(name.publisher),
        bookName: name.bookName,
        bookNameFolded: foldName(name.bookName),
      });
      return bookAsTarget(shown);
    },
  };
}

/** A change that readers of the book can see. */
async function change(
  tx: Tx,
  { id }: Book,
  columns: Partial<typeof books.$inferInsert>,
): Promise<void> {
  const rowVersion: SQL = sql`${books.rowVersion} + 1`;
  await tx
    .update(books)
    .set({ ...columns, rowVersion, updatedAt: dcsNow })
    .where(eq(books.id, id));
}
