import { and, asc, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import type { BookQuery, BookSortKey } from '../../contract/books.ts';
import { foldName } from '../../contract/names.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, type ListPosition, readCursor, writeCursor } from '../../core/list.ts';
import { type BookRow, bookSelection } from './book-row.ts';

/** The column each sort key orders by; text is compared folded, by code point. */
const SORT_COLUMNS = {
  book_name: books.bookNameFolded,
  publisher: books.publisherFolded,
  language: books.language,
  category: books.categoryFolded,
  version: books.version,
  status: books.status,
  created_at: books.createdAt,
  updated_at: books.updatedAt,
} as const satisfies Record<BookSortKey, PgColumn>;

export interface BookList {
  readonly rows: readonly BookRow[];
  readonly nextCursor: string | null;
}

/**
 * One page of books, by keyset: rows that arrive meanwhile neither repeat nor hide others.
 * @throws DcsError `request.bad_cursor`
 */
export async function listBooks(ctx: Context, query: BookQuery): Promise<BookList> {
  const { cursor, limit, ...scope } = query;
  const descending = query.sort.startsWith('-');
  const key = query.sort.replace(/^-/, '') as BookSortKey; // the schema allows no other
  const column = SORT_COLUMNS[key];
  const position = await readCursor(cursor, scope);
  const order = descending ? desc : asc;
  const found = await ctx.db
    .select(bookSelection)
    .from(books)
    .leftJoin(folders, eq(folders.id, books.folderId))
    .where(and(...filters(query), position && after(column, position, descending)))
    .orderBy(order(column), order(books.id))
    .limit(limit + 1);
  const { rows, last } = cutPage(found, limit);
  return {
    rows,
    nextCursor: last
      ? await writeCursor({ value: sortValue(last, key), id: last.id }, scope)
      : null,
  };
}

function after(column: PgColumn, { value, id }: ListPosition, descending: boolean): SQL {
  const typed = sql`${value}::${sql.raw(column.getSQLType())}`;
  return descending
    ? sql`(${column}, ${books.id}) < (${typed}, ${id}::uuid)`
    : sql`(${column}, ${books.id}) > (${typed}, ${id}::uuid)`;
}

function sortValue(row: BookRow, key: BookSortKey): string {
  switch (key) {
    case 'book_name':
      return row.bookNameFolded;
    case 'publisher':
      return row.publisherFolded;
    case 'category':
      return row.categoryFolded;
    case 'created_at':
      return row.createdAt.toISOString();
    case 'updated_at':
      return row.updatedAt.toISOString();
    case 'language':
    case 'version':
    case 'status':
      return row[key];
  }
}

function filters(query: BookQuery): (SQL | undefined)[] {
  const anyOf = (column: PgColumn | SQL, values: readonly string[] | undefined) =>
    values && inArray(sql`${column}`, values.map(foldName));
  return [
    anyOf(books.publisherFolded, query.publisher),
    anyOf(books.bookNameFolded, query.book_name),
    anyOf(books.categoryFolded, query.category),
    anyOf(sql`lower(${books.language})`, query.language),
    anyOf(books.status, query.status),
    query.q === undefined ? undefined : containing(query.q),
  ];
}

function containing(text: string): SQL | undefined {
  const pattern = `%${foldName(text).replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    ...[books.bookNameFolded, books.publisherFolded, books.categoryFolded].map(
      (column) => sql`${column} LIKE ${pattern}`,
    ),
  );
}
