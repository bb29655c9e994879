import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Id } from './primitives.ts';
import { Target } from './target.ts';

const Manifest = z
  .object({
    target: Target,
    revision: Count,
    files: z.array(
      z.object({
        path: z.string(),
        size: Count.describe('bytes'),
        sha256: z.string(),
        executable: z.literal(true).optional(),
        added_in: Count,
      }),
    ),
    directories: z.array(z.string()).describe('those kept though empty'),
    links: z.array(z.object({ path: z.string(), target: z.string() })),
  })
  .meta({ id: 'Manifest' });
export type ManifestBody = z.output<typeof Manifest>;

const ManifestChanges = z
  .object({
    from: Count,
    to: Count,
    fetch: z.array(
      z.object({
        path: z.string(),
        size: Count.describe('bytes'),
        sha256: z.string(),
        executable: z.literal(true).optional(),
      }),
    ),
    delete: z.array(z.string()).describe('files and links that are no more'),
    links: z
      .array(z.object({ path: z.string(), target: z.string() }))
      .describe('those that are new or lead elsewhere'),
    directories_added: z.array(z.string()).describe('now kept though empty'),
    directories_removed: z
      .array(z.string())
      .describe('no more kept though empty; they may hold something now'),
  })
  .meta({ id: 'ManifestChanges', description: 'What makes one revision of another' });
export type ManifestChangesBody = z.output<typeof ManifestChanges>;

const ManifestQuery = z.strictObject({
  revision: z.coerce.number().int().min(1).optional().describe('the current one unless given'),
  since: z.coerce
    .number()
    .int()
    .optional()
    .describe('only what differs from this revision, which may be any that is kept'),
});
const headers = z.object({ 'if-none-match': z.string().optional() });

const answers = {
  200: {
    description: 'The manifest; with `since`, what makes the revision of that one',
    schema: z.union([Manifest, ManifestChanges]),
    headers: { ETag: 'of the revision' },
  },
  304: { description: 'Not changed since the ETag given' },
};

export const readBookManifest = defineEndpoint({
  id: 'readBookManifest',
  method: 'GET',
  path: '/books/{book_id}/manifest',
  tag: 'storage',
  summary:
    'All a revision holds, in byte order of the paths; `files` can be posted back without `added_in`',
  access: 'admin',
  params: z.object({ book_id: Id }),
  query: ManifestQuery,
  headers,
  answers,
  errors: ['book.not_found', 'revision.not_found'],
});

export const readBuildManifest = defineEndpoint({
  id: 'readBuildManifest',
  method: 'GET',
  path: '/apps/{platform}/{version}/manifest',
  tag: 'storage',
  summary:
    'All a revision of a build holds, in byte order of the paths; `files` can be posted back without `added_in`',
  access: 'admin',
  params: z.object({
    platform: z.string().describe('windows, macos or linux, in any case'),
    version: z.string(),
  }),
  query: ManifestQuery,
  headers,
  answers,
  errors: ['build.unknown_platform', 'build.not_found', 'revision.not_found'],
});
