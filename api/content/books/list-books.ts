import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import type { BookQuery, BookSortKey } from '../../contract/books.ts';
import { foldName } from '../../contract/names.ts';
import type { Context } from '../../core/context.ts';
import {
  cutPage,
  isBehind,
  listOrder,
  orderBy,
  type Page,
  readCursor,
  type SortKey,
  sortKeyText,
} from '../../core/list.ts';
import { type BookRow, bookSelection } from './book-row.ts';

/** Text is compared folded, by code point. */
const SORT_KEYS = {
  book_name: { by: books.bookNameFolded, type: 'text' },
  publisher: { by: books.publisherFolded, type: 'text' },
  language: { by: books.language, type: 'text' },
  category: { by: books.categoryFolded, type: 'text' },
  version: { by: books.version, type: 'text' },
  status: { by: books.status, type: 'text' },
  size: { by: bookSelection.sizeBytes, type: 'bigint' },
  created_at: { by: books.createdAt, type: 'timestamptz' },
  updated_at: { by: books.updatedAt, type: 'timestamptz' },
} as const satisfies Record<BookSortKey, SortKey>;

/**
 * One page of books, by keyset: rows that arrive meanwhile neither repeat nor hide others.
 * @throws DcsError `request.bad_cursor`
 */
export async function listBooks(ctx: Context, query: BookQuery): Promise<Page<BookRow>> {
  const { cursor, limit, ...scope } = query;
  const order = listOrder<BookSortKey>(SORT_KEYS, query.sort, books.id);
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select({ ...bookSelection, sortKey: sortKeyText(order) })
    .from(books)
    .leftJoin(folders, eq(folders.id, books.folderId))
    .where(and(...filters(query), position && isBehind(order, position)))
    .orderBy(...orderBy(order))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: ({ sortKey, id }) => ({ value: sortKey, id }),
  });
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
