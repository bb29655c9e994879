import type { QueryClient } from '@tanstack/solid-query';
import type { BookBody } from '../../../api/contract/books.ts';
import { bookKeys } from '../books/queries.ts';

interface BookPage {
  readonly items: readonly BookBody[];
}

/** Takes books out of every list that is known, before the API has answered. */
export function forgetBooks(queries: QueryClient, books: readonly BookBody[]): void {
  const gone = new Set(books.map(({ id }) => id));
  queries.setQueriesData<BookPage>({ queryKey: bookKeys.lists }, (page) =>
    page ? { ...page, items: page.items.filter(({ id }) => !gone.has(id)) } : page,
  );
}
