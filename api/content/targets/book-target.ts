import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { books } from '../../../db/schema/content.ts';
import { type BookRow, bookTargetBody, bookTitle } from '../books/book-row.ts';
import type { Target } from './target.ts';

type Book = Pick<BookRow, 'id' | 'publisher' | 'bookName' | 'status'>;

export function bookAsTarget(book: Book): Target {
  const { id, publisher, bookName, status } = book;
  return {
    id,
    title: bookTitle(book),
    body: bookTargetBody(book),
    inTrash: status === 'archived',
    manifestPath: `/books/${id}/manifest`,
    treePath: `/storage/books/${encodeURIComponent(publisher)}/${encodeURIComponent(bookName)}`,
    async noteRevision(tx) {
      await tx
        .update(books)
        .set({ rowVersion: sql`${books.rowVersion} + 1`, updatedAt: dcsNow })
        .where(eq(books.id, id));
    },
  };
}
