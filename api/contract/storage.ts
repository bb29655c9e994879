import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Id, Timestamp } from './primitives.ts';
import { Target } from './target.ts';

const DEFAULT_NODES = 20_000;
const MAX_NODES = 50_000;

const FileNode = z
  .object({
    type: z.literal('file'),
    name: z.string(),
    path: z.string(),
    size: Count.describe('bytes'),
    sha256: z.string(),
    content_type: z.string(),
    executable: z.literal(true).optional(),
    added_in: Count.describe('the revision that brought it'),
  })
  .meta({ id: 'FileNode' });
const LinkNode = z
  .object({
    type: z.literal('link'),
    name: z.string(),
    path: z.string(),
    target: z.string(),
    added_in: Count,
  })
  .meta({ id: 'LinkNode' });
const FolderNode = z
  .object({
    type: z.literal('folder'),
    name: z.string(),
    path: z.string(),
    files: Count.describe('at any depth'),
    size: Count.describe('their bytes'),
    get children(): z.ZodNullable<z.ZodArray<z.ZodType<NodeBody>>> {
      return z.array(TreeNode).nullable();
    },
  })
  .meta({ id: 'FolderNode', description: '`children` is null where they were left out' });
const TreeNode: z.ZodType<NodeBody> = z.union([FolderNode, FileNode, LinkNode]);

export type FileNodeBody = z.output<typeof FileNode>;
export type LinkNodeBody = z.output<typeof LinkNode>;
export interface FolderNodeBody {
  type: 'folder';
  name: string;
  path: string;
  files: number;
  size: number;
  children: NodeBody[] | null;
}
export type NodeBody = FolderNodeBody | FileNodeBody | LinkNodeBody;

const Tree = z.object({
  target: Target,
  revision: Count,
  complete: z.boolean().describe('whether every folder has its children'),
  next_cursor: z.string().nullable(),
  root: FolderNode,
});

const flag = z.enum(['true', 'false']).transform((text) => text === 'true');

const StorageQuery = z.strictObject({
  path: z.string().max(4096).optional().describe('a path below the one of the URL'),
  depth: z.coerce.number().int().min(1).optional().describe('levels; all unless given'),
  limit: z.coerce.number().int().min(1).max(MAX_NODES).default(DEFAULT_NODES).describe('nodes'),
  cursor: z.string().max(4096).optional(),
  revision: z.coerce.number().int().min(1).optional().describe('the current one unless given'),
  preview: flag.default(false).describe('shows drafts too'),
  download: flag.default(false).describe('saved by a browser rather than shown'),
  redirect: flag.default(true).describe('false answers the URL as JSON'),
});
export type StorageQuery = z.output<typeof StorageQuery>;

export const readBookStorage = defineEndpoint({
  id: 'readBookStorage',
  method: 'GET',
  path: '/storage/books/{publisher}/{book_name}/{path}',
  tail: true,
  tag: 'storage',
  summary: 'A folder as a tree, or a file by a signed redirect',
  access: 'admin',
  params: z.object({
    publisher: z.string(),
    book_name: z.string(),
    path: z.string().default('').describe('may have slashes; empty is the whole folder'),
  }),
  query: StorageQuery,
  headers: z.object({ 'if-none-match': z.string().optional() }),
  answers: {
    200: {
      description:
        'The tree of a folder; with `path`, also the node of a file; with `redirect=false` its URL',
      schema: z.union([
        Tree,
        FileNode,
        LinkNode,
        z.object({ url: z.string(), expires_at: Timestamp }).meta({ id: 'SignedUrl' }),
      ]),
      headers: { ETag: 'of a tree' },
    },
    302: {
      description: 'The file, at the store; Range and If-Range are the store’s to answer',
      headers: { Location: 'signed for the same method' },
    },
    304: { description: 'Not changed since the ETag given' },
  },
  errors: ['storage.not_found', 'revision.not_found', 'request.bad_cursor'],
});

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

export const readBookManifest = defineEndpoint({
  id: 'readBookManifest',
  method: 'GET',
  path: '/books/{book_id}/manifest',
  tag: 'storage',
  summary:
    'All a revision holds, in byte order of the paths; `files` can be posted back without `added_in`',
  access: 'admin',
  params: z.object({ book_id: Id }),
  query: z.strictObject({
    revision: z.coerce.number().int().min(1).optional().describe('the current one unless given'),
  }),
  headers: z.object({ 'if-none-match': z.string().optional() }),
  answers: {
    200: { description: 'The manifest', schema: Manifest, headers: { ETag: 'of the revision' } },
    304: { description: 'Not changed since the ETag given' },
  },
  errors: ['book.not_found', 'revision.not_found'],
});
