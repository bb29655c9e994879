import * as endpoints from '../../contract/books.ts';
import { listPublishers as listPublishersEndpoint } from '../../contract/publishers.ts';
import { namesTag } from '../../core/etag.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { pageBody } from '../../core/list.ts';
import { type BookRow, bookBody, bookEtag, findBook } from './book-row.ts';
import { createBook } from './create-book.ts';
import { listBooks } from './list-books.ts';
import { listPublishers, publisherBody } from './list-publishers.ts';
import { updateBook } from './update-book.ts';

/** The routes of WIRE §3. */
export function bookRoutes(): readonly Route[] {
  return [
    route(endpoints.createBook, async (ctx, { body }) => {
      const row = await createBook(ctx, body);
      return reply(201, bookBody(row), { ETag: bookEtag(row), Location: `/books/${row.id}` });
    }),

    route(endpoints.listBooks, async (ctx, { query }) =>
      reply(200, pageBody(await listBooks(ctx, query), bookBody)),
    ),

    route(listPublishersEndpoint, async (ctx, { query }) =>
      reply(200, pageBody(await listPublishers(ctx, query), publisherBody)),
    ),

    route(endpoints.getBook, async (ctx, { params, headers }) => {
      const row = await findBook(ctx.db, params.book_id);
      const etag = bookEtag(row);
      if (namesTag(headers['if-none-match'] ?? '', etag)) {
        return reply(304, undefined, { ETag: etag });
      }
      return answer(row);
    }),

    route(endpoints.updateBook, async (ctx, { params, headers, body }) => {
      const { book, operation } = await updateBook(ctx, {
        id: params.book_id,
        change: body,
        ifMatch: headers['if-match'],
      });
      if (!operation) return answer(book);
      ctx.wakeTicks();
      // RFC 5989 §7: where to watch what was begun.
      return answer(book, { Link: `</operations/${operation.id}>; rel="monitor"` });
    }),
  ];
}

function answer(row: BookRow, headers: Readonly<Record<string, string>> = {}) {
  return reply(200, bookBody(row), { ETag: bookEtag(row), ...headers });
}
