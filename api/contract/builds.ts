import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { PLATFORMS, type Platform } from './platforms.ts';
import { Count, listOf, listQuery, repeatable, Timestamp } from './primitives.ts';

const Build = z
  .object({
    platform: z.enum(PLATFORMS),
    version: z.string(),
    channel: z.string(),
    revision: Count.describe(
      'of the content; 1 or more, since a build exists from its first publish',
    ),
    files: Count,
    size: Count.describe('bytes'),
    created_at: Timestamp.describe('its first publish'),
    updated_at: Timestamp,
  })
  .meta({ id: 'Build' });
export type BuildBody = z.output<typeof Build>;

const PlatformFilter: z.ZodType<Platform> = z
  .string()
  .toLowerCase()
  .pipe(z.enum(PLATFORMS, { error: `It is one of ${PLATFORMS.join(', ')}.` }));

const BuildQuery = z.strictObject({
  platform: repeatable(PlatformFilter).describe('windows, macos or linux, in any case'),
  channel: repeatable(z.string().max(500)),
  ...listQuery,
});
export type BuildQuery = z.output<typeof BuildQuery>;

export const listBuilds = defineEndpoint({
  id: 'listBuilds',
  method: 'GET',
  path: '/apps',
  tag: 'apps',
  summary: 'List the builds that were published, newest first publish first',
  access: 'admin',
  query: BuildQuery,
  answers: { 200: { description: 'One page', schema: listOf(Build) } },
  errors: ['request.bad_cursor'],
});
