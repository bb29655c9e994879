import { and, eq, ne, sql } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import { foldName } from '../../contract/names.ts';
import type { PublisherBody, PublisherQuery, PublisherSortKey } from '../../contract/publishers.ts';
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

/** Of a publisher's books together. Those that are not archived spell it alike. */
const publisherSelection = {
  publisher: sql<string>`min(${books.publisher})`,
  books: sql`count(*)`.mapWith(Number),
  files: sql`coalesce(sum(${folders.fileCount}), 0)`.mapWith(Number),
  size: sql`coalesce(sum(${folders.sizeBytes}), 0)::bigint`.mapWith(Number),
};

const SORT_KEYS = {
  publisher: { by: books.publisherFolded, type: 'text' },
  size: { by: publisherSelection.size, type: 'bigint' },
} as const satisfies Record<PublisherSortKey, SortKey>;

interface ListedPublisher {
  readonly body: PublisherBody;
}

export function publisherBody({ body }: ListedPublisher): PublisherBody {
  return body;
}

/**
 * One page of the publishers that have books outside the trash, by keyset.
 * @throws DcsError `request.bad_cursor`
 */
export async function listPublishers(
  ctx: Context,
  query: PublisherQuery,
): Promise<Page<ListedPublisher>> {
  const { cursor, limit, ...filters } = query;
  const scope = ['publishers', filters];
  const order = listOrder<PublisherSortKey>(SORT_KEYS, filters.sort, books.publisherFolded);
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select({
      body: publisherSelection,
      folded: books.publisherFolded,
      sortKey: sortKeyText(order),
    })
    .from(books)
    .leftJoin(folders, eq(folders.id, books.folderId))
    .where(
      and(
        ne(books.status, 'archived'),
        filters.q === undefined
          ? undefined
          : sql`position(${foldName(filters.q)} IN ${books.publisherFolded}) > 0`,
      ),
    )
    .groupBy(books.publisherFolded)
    .having(position && isBehind(order, position))
    .orderBy(...orderBy(order))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: ({ sortKey, folded }) => ({ value: sortKey, id: folded }),
  });
}
