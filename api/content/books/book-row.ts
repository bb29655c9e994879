import { eq } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { books } from '../../../db/schema/content.ts';
import type { BookBody } from '../../contract/books.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';

export type BookRow = typeof books.$inferSelect;

/** The book as the wire shows it. */
export function bookBody(row: BookRow): BookBody {
  return {
    id: row.id,
    publisher: row.publisher,
    book_name: row.bookName,
    language: row.language,
    category: row.category,
    version: row.version,
    status: row.status,
    revision: 0,
    files: 0,
    size: 0,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

/** Strong: the row's version rises with every change. */
export function bookEtag(row: BookRow): string {
  return `"${row.rowVersion}"`;
}

/** What people call a book. */
export function bookTitle(row: Pick<BookRow, 'publisher' | 'bookName'>): string {
  return `${row.publisher}/${row.bookName}`;
}

/** @throws DcsError `book.not_found`, for a malformed id too */
export async function findBook(query: Queries, id: string): Promise<BookRow> {
  const [row] = isUuid(id) ? await query.select().from(books).where(eq(books.id, id)) : [];
  return found(row);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockBook(tx: Tx, id: string): Promise<BookRow> {
  const [row] = isUuid(id)
    ? await tx.select().from(books).where(eq(books.id, id)).for('update')
    : [];
  return found(row);
}

function found(row: BookRow | undefined): BookRow {
  if (row) return row;
  throw new DcsError('book.not_found', { detail: 'No book has this id.' });
}
