import { and, eq, ne } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { foldName } from '../../contract/names.ts';
import type { Db } from '../../core/database.ts';
import { violatedUnique } from '../../core/database-errors.ts';
import { DcsError } from '../../core/errors.ts';
import { bookTitle } from './book-row.ts';

interface BookName {
  readonly publisher: string;
  readonly bookName: string;
}

/** Turns "that name is taken" from the database into `book.exists` with the other book's id. */
export async function explainTakenName(db: Db, wanted: BookName, error: unknown): Promise<never> {
  if (violatedUnique(error) !== 'books_live_name') throw error;
  const [other] = await db
    .select()
    .from(books)
    .where(
      and(
        eq(books.publisherFolded, foldName(wanted.publisher)),
        eq(books.bookNameFolded, foldName(wanted.bookName)),
        ne(books.status, 'archived'),
      ),
    );
  throw new DcsError('book.exists', {
    detail: `There is a book ${other ? bookTitle(other) : bookTitle(wanted)} already.`,
    members: other ? { book_id: other.id } : {},
    cause: error,
  });
}
