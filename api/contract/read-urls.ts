import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Id, Timestamp } from './primitives.ts';

/** Most URLs one call gives. */
export const MAX_READ_URLS = 1000;
const READ_URLS_LIMIT_BYTES = 4 * 1024 * 1024;

const WantedReads = z
  .strictObject({
    paths: z
      .array(z.string())
      .min(1)
      .max(MAX_READ_URLS)
      .describe('files, from the folder on; one may be asked for twice'),
    revision: z.int().min(1).optional().describe('the current one unless given'),
  })
  .meta({ id: 'WantedReads' });
export type WantedReads = z.output<typeof WantedReads>;

const ReadUrls = z
  .object({
    revision: Count,
    expires_at: Timestamp,
    urls: z.array(
      z.object({
        path: z.string(),
        url: z.string().describe('for GET, as the redirect of this file has it'),
      }),
    ),
  })
  .meta({ id: 'ReadUrls' });
export type ReadUrlsBody = z.output<typeof ReadUrls>;

const answers = { 200: { description: 'In the order asked', schema: ReadUrls } };

export const signBookReads = defineEndpoint({
  id: 'signBookReads',
  method: 'POST',
  path: '/books/{book_id}/urls',
  tag: 'storage',
  summary: 'URLs to read many files of a book from, without a redirect each',
  access: 'admin',
  params: z.object({ book_id: Id }),
  body: WantedReads,
  bodyLimit: READ_URLS_LIMIT_BYTES,
  answers,
  errors: ['book.not_found', 'storage.not_found', 'revision.not_found'],
});

export const signBuildReads = defineEndpoint({
  id: 'signBuildReads',
  method: 'POST',
  path: '/apps/{platform}/{version}/urls',
  tag: 'storage',
  summary: 'URLs to read many files of a build from, without a redirect each',
  access: 'admin',
  params: z.object({
    platform: z.string().describe('windows, macos or linux, in any case'),
    version: z.string(),
  }),
  body: WantedReads,
  bodyLimit: READ_URLS_LIMIT_BYTES,
  answers,
  errors: ['build.unknown_platform', 'build.not_found', 'storage.not_found', 'revision.not_found'],
});
