import { eq, getTableColumns, sql } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import type { BookBody } from '../../contract/books.ts';
import type { TargetBody } from '../../contract/target.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';

/** A book with what its current revision holds. */
export interface BookRow extends BookColumns {
  readonly revision: number;
  /** The first one that is kept. */
  readonly oldestRevision: number;
  readonly files: number;
  readonly sizeBytes: number;
}
type BookColumns = typeof books.$inferSelect;

/** A book's columns and its folder's counts; a book without a folder has none of anything. */
export const bookSelection = {
  ...getTableColumns(books),
  revision: sql<number>`coalesce(${folders.headRevision}, 0)`,
  oldestRevision: sql<number>`coalesce(${folders.oldestRevision}, 1)`,
  files: sql<number>`coalesce(${folders.fileCount}, 0)`,
  sizeBytes: sql`coalesce(${folders.sizeBytes}, 0)`.mapWith(Number),
};

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
    revision: row.revision,
    files: row.files,
    size: row.sizeBytes,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

export function bookTargetBody(
  book: Pick<BookColumns, 'id' | 'publisher' | 'bookName'>,
): TargetBody {
  return {
    type: 'book',
    book_id: book.id,
    publisher: book.publisher,
    book_name: book.bookName,
  };
}

/** Strong: the row's version rises with every change. */
export function bookEtag(row: BookRow): string {
  return `"${row.rowVersion}"`;
}

/** What people call a book. */
export function bookTitle(row: Pick<BookColumns, 'publisher' | 'bookName'>): string {
  return `${row.publisher}/${row.bookName}`;
}

/** @throws DcsError `book.not_found`, for a malformed id too */
export async function findBook(query: Queries, id: string): Promise<BookRow> {
  return found(isUuid(id) ? await selectBook(query, id) : []);
}

/** The same, and nobody else changes it until the transaction ends. */
export async function lockBook(tx: Tx, id: string): Promise<BookRow> {
  return found(isUuid(id) ? await selectBook(tx, id).for('update', { of: books }) : []);
}

function selectBook(query: Queries, id: string) {
  return query
    .select(bookSelection)
    .from(books)
    .leftJoin(folders, eq(folders.id, books.folderId))
    .where(eq(books.id, id))
    .$dynamic();
}

function found([row]: readonly BookRow[]): BookRow {
  if (row) return row;
  throw new DcsError('book.not_found', { detail: 'No book has this id.' });
}
