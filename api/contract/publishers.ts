import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, listOf, listQuery, sortedBy } from './primitives.ts';

const Publisher = z
  .object({
    publisher: z.string(),
    books: Count,
    files: Count.describe('of the current revisions, as is the size'),
    size: Count.describe('bytes'),
  })
  .meta({ id: 'Publisher' });
export type PublisherBody = z.output<typeof Publisher>;

const SORT_KEYS = ['publisher', 'size'] as const;
export type PublisherSortKey = (typeof SORT_KEYS)[number];

const PublisherQuery = z.strictObject({
  q: z.string().max(500).optional().describe('part of the name, without case'),
  sort: sortedBy(SORT_KEYS).default('publisher').describe('`-` in front for descending'),
  ...listQuery,
});
export type PublisherQuery = z.output<typeof PublisherQuery>;

export const listPublishers = defineEndpoint({
  id: 'listPublishers',
  method: 'GET',
  path: '/publishers',
  tag: 'books',
  summary: 'List those who have books that are not archived, with what these hold',
  access: 'admin',
  query: PublisherQuery,
  answers: { 200: { description: 'One page', schema: listOf(Publisher) } },
  errors: ['request.bad_cursor'],
});
