import { z } from 'zod';
import { Channel } from './build-names.ts';
import { defineEndpoint } from './endpoint.ts';
import { PLATFORMS, type Platform } from './platforms.ts';
import { Count, Id, listOf, listQuery, repeatable, sortedBy, Timestamp } from './primitives.ts';

const Build = z
  .object({
    id: Id.describe('what the audit trail names it by'),
    platform: z.enum(PLATFORMS),
    version: z.string(),
    channel: z.string(),
    latest: z.boolean().describe('of its platform and channel, the newest first publish'),
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

const SORT_KEYS = ['created_at', 'updated_at', 'platform', 'version', 'channel', 'size'] as const;
export type BuildSortKey = (typeof SORT_KEYS)[number];

const BuildQuery = z.strictObject({
  platform: repeatable(PlatformFilter).describe('windows, macos or linux, in any case'),
  channel: repeatable(z.string().max(500)),
  q: z.string().max(500).optional().describe('part of the version, without case'),
  sort: sortedBy(SORT_KEYS)
    .default('-created_at')
    .describe('`-` in front for descending; numbers in versions count, so that 2.10 is after 2.9'),
  ...listQuery,
});
export type BuildQuery = z.output<typeof BuildQuery>;

export const listBuilds = defineEndpoint({
  id: 'listBuilds',
  method: 'GET',
  path: '/apps',
  tag: 'apps',
  summary: 'List the builds that were published, newest first publish first unless sorted',
  access: 'admin',
  query: BuildQuery,
  answers: { 200: { description: 'One page', schema: listOf(Build) } },
  errors: ['request.bad_cursor'],
});

const PlatformParams = z.object({
  platform: z.string().describe('windows, macos or linux, in any case'),
});
const WantedLatest = z.strictObject({ channel: z.string().max(500).default('stable') });

export const getLatestBuild = defineEndpoint({
  id: 'getLatestBuild',
  method: 'GET',
  path: '/apps/{platform}/latest',
  tag: 'apps',
  summary: 'The build a channel offers: its newest first publish',
  access: 'admin',
  params: PlatformParams,
  query: WantedLatest,
  answers: { 200: { description: 'The build', schema: Build } },
  errors: ['build.unknown_platform', 'build.not_found'],
});

const BuildParams = PlatformParams.extend({ version: z.string() });

export const getBuild = defineEndpoint({
  id: 'getBuild',
  method: 'GET',
  path: '/apps/{platform}/{version}',
  tag: 'apps',
  summary: 'One build',
  access: 'admin',
  params: BuildParams,
  answers: { 200: { description: 'The build', schema: Build } },
  errors: ['build.unknown_platform', 'build.not_found'],
});

const Promotion = z.strictObject({ channel: Channel }).meta({ id: 'Promotion' });

export const promoteBuild = defineEndpoint({
  id: 'promoteBuild',
  method: 'POST',
  path: '/apps/{platform}/{version}/promote',
  tag: 'apps',
  summary: 'Offer a build in another channel instead of its own',
  access: 'admin',
  params: BuildParams,
  body: Promotion,
  answers: { 200: { description: 'The build, in that channel', schema: Build } },
  errors: ['build.unknown_platform', 'build.not_found'],
});
