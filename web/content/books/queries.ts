import { queryOptions } from '@tanstack/solid-query';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { getBook, listBooks } from '../../../api/contract/books.ts';
import type { EndpointInput } from '../../../api/contract/endpoint.ts';
import { listPublishers } from '../../../api/contract/publishers.ts';

export type BookListQuery = EndpointInput<typeof listBooks>['query'];

/** Keys of what is known of books: `all` invalidates every list and every book. */
export const bookKeys = {
  all: ['books'] as const,
  lists: ['books', 'list'] as const,
  one: (bookId: string) => ['books', 'one', bookId] as const,
};

export function bookListQuery(api: ApiClient, query: BookListQuery) {
  return queryOptions({
    queryKey: [...bookKeys.lists, query],
    queryFn: async ({ signal }) => (await api.call(listBooks, { query }, { signal })).body,
  });
}

/** Who has books, with what these hold. They change with the books. */
export function publisherListQuery(
  api: ApiClient,
  query: EndpointInput<typeof listPublishers>['query'],
) {
  return queryOptions({
    queryKey: [...bookKeys.lists, 'publishers', query],
    queryFn: async ({ signal }) => (await api.call(listPublishers, { query }, { signal })).body,
  });
}

/** A book with its ETag, which a change sends back. */
export function bookQuery(api: ApiClient, bookId: string) {
  return queryOptions({
    queryKey: bookKeys.one(bookId),
    queryFn: ({ signal }) => readBook(api, bookId, signal),
  });
}

/** The same, read once for a form: nothing reads it again, so nothing moves under what is typed. */
export function editedBookQuery(api: ApiClient, bookId: string) {
  return queryOptions({
    queryKey: ['edited-book', bookId],
    queryFn: ({ signal }) => readBook(api, bookId, signal),
    staleTime: 'static',
    gcTime: 0,
    reconcile: false,
  });
}

async function readBook(api: ApiClient, bookId: string, signal: AbortSignal) {
  const input = { params: { book_id: bookId }, headers: {} };
  const answer = await api.call(getBook, input, { signal });
  if (answer.status !== 200) throw new Error('Not changed, though nothing was held.');
  return { book: answer.body, etag: answer.headers.get('etag') ?? '' };
}
