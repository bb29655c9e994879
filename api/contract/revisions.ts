import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Id, listOf, listQuery, Timestamp } from './primitives.ts';
import { Receipt } from './upload-bodies.ts';

const DEFAULT_DIFF_PATHS = 1000;
const MAX_DIFF_PATHS = 10_000;

const PublishedRevision = z
  .object({
    revision: Count,
    published_at: Timestamp,
    published_by: Id.nullable(),
    published_by_email: z.string().nullable().describe('null where the user is not known here'),
    upload_id: Id.nullable(),
    restored_from: Count.nullable().describe('the revision it published again'),
    files: Count,
    size: Count.describe('bytes'),
    added: Count.describe('files and links, as the next two'),
    changed: Count,
    removed: Count,
  })
  .meta({ id: 'Revision' });
export type RevisionBody = z.output<typeof PublishedRevision>;

const Difference = z
  .object({
    path: z.string(),
    type: z.enum(['file', 'link', 'directory']),
    size: Count.describe('bytes; 0 of what is no file'),
    previous_size: Count.optional().describe('of what changed'),
  })
  .meta({ id: 'Difference' });
export type DifferenceBody = z.output<typeof Difference>;

const Diff = z
  .object({
    from: Count,
    to: Count,
    added: z.array(Difference),
    changed: z.array(Difference),
    removed: z.array(Difference),
    next_cursor: z.string().nullable(),
  })
  .meta({
    id: 'Diff',
    description:
      'What differs between two revisions, whatever was in between. A page is cut over all three lists, in byte order of paths',
  });
export type DiffBody = z.output<typeof Diff>;

const RevisionQuery = z.strictObject(listQuery);
export type RevisionQuery = z.output<typeof RevisionQuery>;

const revisionNumber = z.coerce.number().int();

const DiffQuery = z.strictObject({
  from: revisionNumber,
  to: revisionNumber.optional().describe('the current one unless given; may be the earlier one'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(MAX_DIFF_PATHS)
    .default(DEFAULT_DIFF_PATHS)
    .describe('how many paths a page holds'),
  cursor: listQuery.cursor,
});
export type DiffQuery = z.output<typeof DiffQuery>;

const WantedRestore = z
  .strictObject({ base_revision: Count.optional().describe('the revision the caller saw') })
  .meta({ id: 'WantedRestore' });

const bookParams = z.object({ book_id: Id });
const buildParams = z.object({
  platform: z.string().describe('windows, macos or linux, in any case'),
  version: z.string(),
});
const bookErrors = ['book.not_found'] as const;
const buildErrors = ['build.unknown_platform', 'build.not_found'] as const;

const listAnswers = {
  200: { description: 'One page of those kept', schema: listOf(PublishedRevision) },
};
const diffAnswers = { 200: { description: 'One page', schema: Diff } };
const restoreAnswers = {
  200: {
    description: 'Published as the next revision, or nothing where nothing differs',
    schema: Receipt,
  },
};

export const listBookRevisions = defineEndpoint({
  id: 'listBookRevisions',
  method: 'GET',
  path: '/books/{book_id}/revisions',
  tag: 'revisions',
  summary: 'The revisions of a book that are kept, newest first',
  access: 'admin',
  params: bookParams,
  query: RevisionQuery,
  answers: listAnswers,
  errors: [...bookErrors, 'request.bad_cursor'],
});

export const listBuildRevisions = defineEndpoint({
  id: 'listBuildRevisions',
  method: 'GET',
  path: '/apps/{platform}/{version}/revisions',
  tag: 'revisions',
  summary: 'The revisions of a build that are kept, newest first',
  access: 'admin',
  params: buildParams,
  query: RevisionQuery,
  answers: listAnswers,
  errors: [...buildErrors, 'request.bad_cursor'],
});

export const diffBookRevisions = defineEndpoint({
  id: 'diffBookRevisions',
  method: 'GET',
  path: '/books/{book_id}/diff',
  tag: 'revisions',
  summary: 'What differs between two revisions of a book',
  access: 'admin',
  params: bookParams,
  query: DiffQuery,
  answers: diffAnswers,
  errors: [...bookErrors, 'revision.not_found', 'request.bad_cursor'],
});

export const diffBuildRevisions = defineEndpoint({
  id: 'diffBuildRevisions',
  method: 'GET',
  path: '/apps/{platform}/{version}/diff',
  tag: 'revisions',
  summary: 'What differs between two revisions of a build',
  access: 'admin',
  params: buildParams,
  query: DiffQuery,
  answers: diffAnswers,
  errors: [...buildErrors, 'revision.not_found', 'request.bad_cursor'],
});

export const restoreBookRevision = defineEndpoint({
  id: 'restoreBookRevision',
  method: 'POST',
  path: '/books/{book_id}/revisions/{revision}/restore',
  tag: 'revisions',
  summary: 'Publish what an earlier revision of a book held as its next one; no bytes move',
  access: 'admin',
  params: bookParams.extend({ revision: revisionNumber }),
  body: WantedRestore,
  answers: restoreAnswers,
  errors: [...bookErrors, 'revision.not_found', 'book.in_trash', 'upload.revision_conflict'],
});

export const restoreBuildRevision = defineEndpoint({
  id: 'restoreBuildRevision',
  method: 'POST',
  path: '/apps/{platform}/{version}/revisions/{revision}/restore',
  tag: 'revisions',
  summary: 'Publish what an earlier revision of a build held as its next one; no bytes move',
  access: 'admin',
  params: buildParams.extend({ revision: revisionNumber }),
  body: WantedRestore,
  answers: restoreAnswers,
  errors: [...buildErrors, 'revision.not_found', 'build.in_trash', 'upload.revision_conflict'],
});
