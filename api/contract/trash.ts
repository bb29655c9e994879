import { z } from 'zod';
import { BuildVersion } from './build-names.ts';
import { defineEndpoint } from './endpoint.ts';
import { Name } from './names.ts';
import { acceptedAnswer } from './operations.ts';
import { PLATFORMS } from './platforms.ts';
import { Count, Id, listOf, listQuery, Timestamp } from './primitives.ts';

/** What the trash shows; restored or purged, a deletion is history. */
export const TRASH_STATES = ['trashing', 'trashed', 'purging'] as const;

const TrashItem = z
  .object({
    id: Id,
    type: z.enum(['book', 'build']),
    state: z
      .enum(TRASH_STATES)
      .describe('`trashing` while its files are on the way, `purging` while they are destroyed'),
    publisher: z.string().nullable(),
    book_name: z.string().nullable(),
    platform: z.enum(PLATFORMS).nullable(),
    version: z.string().nullable().describe('of a build'),
    files: Count,
    size: Count.describe('bytes of the last revision'),
    deleted_at: Timestamp,
    deleted_by: z.string().describe('email'),
    purge_after: Timestamp.nullable().describe('null until everything has moved'),
  })
  .meta({ id: 'TrashItem' });
export type TrashItemBody = z.output<typeof TrashItem>;

const TrashQuery = z.strictObject({
  type: z.enum(['book', 'build']).optional(),
  deleted_by: z.string().max(500).optional().describe('an email, without regard to case'),
  q: z.string().max(500).optional().describe('part of `publisher/book_name` or `platform/version`'),
  ...listQuery,
});
export type TrashQuery = z.output<typeof TrashQuery>;

/** The name to come back under: a book's or a build's. */
const NewPlace = z.union([
  z.strictObject({ publisher: Name, book_name: Name }),
  z.strictObject({ version: BuildVersion }),
]);
export type NewPlace = z.output<typeof NewPlace>;

const Restore = z.strictObject({ trash_id: Id, as: NewPlace.optional() }).meta({ id: 'Restore' });
export type Restore = z.output<typeof Restore>;

const accepted = { 202: acceptedAnswer('It will be done; repeated, the same operation') };

export const deleteBook = defineEndpoint({
  id: 'deleteBook',
  method: 'DELETE',
  path: '/books/{book_id}',
  tag: 'trash',
  summary: 'Move a book to the trash; readers lose sight of it at once',
  access: 'admin',
  params: z.object({ book_id: Id }),
  headers: z.object({
    'if-match': z.string().optional().describe('an ETag, a list of them, or `*`'),
  }),
  answers: accepted,
  errors: ['book.not_found', 'request.precondition_failed'],
});

export const deleteBuild = defineEndpoint({
  id: 'deleteBuild',
  method: 'DELETE',
  path: '/apps/{platform}/{version}',
  tag: 'trash',
  summary: 'Move a build to the trash; readers lose sight of it at once',
  access: 'admin',
  params: z.object({ platform: z.string(), version: z.string() }),
  answers: accepted,
  errors: ['build.not_found', 'build.unknown_platform'],
});

export const listTrash = defineEndpoint({
  id: 'listTrash',
  method: 'GET',
  path: '/storage/trash',
  tag: 'trash',
  summary: 'What can be restored, or is on its way to or from here; what was deleted last first',
  access: 'admin',
  query: TrashQuery,
  answers: { 200: { description: 'One page', schema: listOf(TrashItem) } },
  errors: ['request.bad_cursor'],
});

export const restoreFromTrash = defineEndpoint({
  id: 'restoreFromTrash',
  method: 'POST',
  path: '/storage/restore',
  tag: 'trash',
  summary: 'Bring a book or build back to its place, or under another name; readers see it at once',
  access: 'admin',
  body: Restore,
  answers: accepted,
  errors: ['trash.not_found', 'trash.name_taken', 'trash.purging'],
});

export const purgeTrash = defineEndpoint({
  id: 'purgeTrash',
  method: 'DELETE',
  path: '/storage/trash/{trash_id}',
  tag: 'trash',
  summary: 'Destroy what is in the trash before its time',
  access: 'admin',
  params: z.object({ trash_id: Id }),
  answers: accepted,
  errors: ['trash.not_found', 'trash.restoring'],
});
