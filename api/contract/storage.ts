import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Timestamp } from './primitives.ts';
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

const Tree = z
  .object({
    target: Target,
    revision: Count,
    complete: z.boolean().describe('whether every folder has its children'),
    next_cursor: z.string().nullable(),
    root: FolderNode,
  })
  .meta({ id: 'Tree' });
export type TreeBody = z.output<typeof Tree>;

const PlatformTree = Tree.extend({ target: z.null(), revision: z.null() }).meta({
  id: 'PlatformTree',
  description: 'A folder per published version, newest first publish first',
});
export type PlatformTreeBody = z.output<typeof PlatformTree>;

const SignedUrl = z.object({ url: z.string(), expires_at: Timestamp }).meta({ id: 'SignedUrl' });

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

const file302 = {
  description: 'The file, at the store; Range and If-Range are the store’s to answer',
  headers: { Location: 'signed for the same method' },
};
const notModified = { description: 'Not changed since the ETag given' };

export const readBookStorage = defineEndpoint({
  id: 'readBookStorage',
  method: 'GET',
  path: '/storage/books/{publisher}/{book_name}/{path}',
  tail: true,
  tag: 'storage',
  summary: 'A folder of a book as a tree, or a file by a signed redirect',
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
      schema: z.union([Tree, FileNode, LinkNode, SignedUrl]),
      headers: { ETag: 'of a tree' },
    },
    302: file302,
    304: notModified,
  },
  errors: ['storage.not_found', 'revision.not_found', 'request.bad_cursor'],
});

export const readBuildStorage = defineEndpoint({
  id: 'readBuildStorage',
  method: 'GET',
  path: '/storage/apps/{platform}/{path}',
  tail: true,
  tag: 'storage',
  summary: 'A platform’s builds or a folder of one as a tree, or a file by a signed redirect',
  access: 'admin',
  params: z.object({
    platform: z.string().describe('windows, macos or linux, in any case'),
    path: z
      .string()
      .default('')
      .describe('a version and what is in it, with slashes; empty lists the versions'),
  }),
  query: StorageQuery,
  headers: z.object({ 'if-none-match': z.string().optional() }),
  answers: {
    200: {
      description:
        'The tree of a folder; with `path`, also the node of a file; with `redirect=false` its URL',
      schema: z.union([Tree, PlatformTree, FileNode, LinkNode, SignedUrl]),
      headers: { ETag: 'of a tree' },
    },
    302: file302,
    304: notModified,
  },
  errors: [
    'build.unknown_platform',
    'storage.not_found',
    'revision.not_found',
    'request.bad_cursor',
  ],
});
