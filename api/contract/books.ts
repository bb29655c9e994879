import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Label, LanguageTag, Name } from './names.ts';
import { Count, Id, listOf, listQuery, repeatable, sortedBy, Timestamp } from './primitives.ts';

export const BOOK_STATUSES = ['draft', 'published', 'archived'] as const;
const BookStatus = z.enum(BOOK_STATUSES);
/** What people may set: `archived` comes from deleting alone. */
const SettableStatus = z.enum(['draft', 'published']);

export const Book = z
  .object({
    id: Id,
    publisher: z.string(),
    book_name: z.string(),
    language: z.string().describe('BCP 47 tag'),
    category: z.string(),
    version: z.string(),
    status: BookStatus,
    revision: Count.describe('of the content; 0 before the first publish'),
    files: Count,
    size: Count.describe('bytes'),
    created_at: Timestamp,
    updated_at: Timestamp,
  })
  .meta({ id: 'Book' });
export type BookBody = z.output<typeof Book>;

export const NewBook = z
  .strictObject({
    publisher: Name,
    book_name: Name,
    language: LanguageTag,
    category: Label,
    version: Label,
    status: SettableStatus.default('published'),
  })
  .meta({ id: 'NewBook' });
export type NewBook = z.output<typeof NewBook>;

/** Members only the server sets; sent back in a PUT they are ignored, so read-edit-write works. */
const readOnly = z.unknown().optional().describe('ignored');

const BookChange = z
  .strictObject({
    publisher: Name.optional(),
    book_name: Name.optional(),
    language: LanguageTag.optional(),
    category: Label.optional(),
    version: Label.optional(),
    status: SettableStatus.optional(),
    id: readOnly,
    revision: readOnly,
    files: readOnly,
    size: readOnly,
    created_at: readOnly,
    updated_at: readOnly,
  })
  .transform(({ id, revision, files, size, created_at, updated_at, ...change }) => change)
  .meta({ id: 'BookChange' });
export type BookChange = z.output<typeof BookChange>;

const SORT_KEYS = [
  'book_name',
  'publisher',
  'language',
  'category',
  'version',
  'status',
  'size',
  'created_at',
  'updated_at',
] as const;
export type BookSortKey = (typeof SORT_KEYS)[number];

const BookQuery = z.strictObject({
  publisher: repeatable(z.string().max(500)).describe('exact, without case'),
  book_name: repeatable(z.string().max(500)).describe('exact, without case'),
  status: repeatable(BookStatus),
  language: repeatable(z.string().max(500)).describe('exact, without case'),
  category: repeatable(z.string().max(500)).describe('exact, without case'),
  q: z
    .string()
    .max(500)
    .optional()
    .describe('part of publisher, book_name or category, without case'),
  sort: sortedBy(SORT_KEYS).default('book_name').describe('`-` in front for descending'),
  ...listQuery,
});
export type BookQuery = z.output<typeof BookQuery>;

const BookParams = z.object({ book_id: Id });
const etagHeader = { ETag: 'strong, opaque' };

export const createBook = defineEndpoint({
  id: 'createBook',
  method: 'POST',
  path: '/books',
  tag: 'books',
  summary: 'Create a book',
  access: 'admin',
  body: NewBook,
  answers: {
    201: {
      description: 'Created',
      schema: Book,
      headers: { ...etagHeader, Location: '/books/{id}' },
    },
  },
  errors: ['book.exists'],
});

export const listBooks = defineEndpoint({
  id: 'listBooks',
  method: 'GET',
  path: '/books',
  tag: 'books',
  summary: 'List books, archived ones included',
  access: 'admin',
  query: BookQuery,
  answers: { 200: { description: 'One page', schema: listOf(Book) } },
  errors: ['request.bad_cursor'],
});

export const getBook = defineEndpoint({
  id: 'getBook',
  method: 'GET',
  path: '/books/{book_id}',
  tag: 'books',
  summary: 'One book',
  access: 'admin',
  params: BookParams,
  headers: z.object({ 'if-none-match': z.string().optional() }),
  answers: {
    200: { description: 'The book', schema: Book, headers: etagHeader },
    304: { description: 'Not changed since the ETag given', headers: etagHeader },
  },
  errors: ['book.not_found'],
});

export const updateBook = defineEndpoint({
  id: 'updateBook',
  method: 'PUT',
  path: '/books/{book_id}',
  tag: 'books',
  summary: 'Change a book; members not sent keep their value',
  access: 'admin',
  params: BookParams,
  headers: z.object({
    'if-match': z.string().optional().describe('an ETag, a list of them, or `*`'),
  }),
  body: BookChange,
  answers: {
    200: {
      description: 'The changed book; renamed, its files follow by an operation',
      schema: Book,
      headers: { ...etagHeader, Link: '`</operations/{id}>; rel="monitor"` while its files move' },
    },
  },
  errors: [
    'request.precondition_failed',
    'book.exists',
    'book.busy',
    'book.uploads_open',
    'book.in_trash',
    'book.not_found',
  ],
});
