import { nameOf } from '../../contract/content-types.ts';
import type { Platform } from '../../contract/platforms.ts';
import type { StorageQuery } from '../../contract/storage.ts';
import { namesTag } from '../../core/etag.ts';
import type { HttpContext } from '../../core/http/environment.ts';
import { reply } from '../../core/http/route.ts';
import type { ContentContext } from '../context.ts';
import { notFound, type Published } from './published.ts';
import { platformTag, readPlatform } from './read-platform.ts';
import { readTree } from './read-tree.ts';
import type { ReadingCache } from './reading-cache.ts';
import { type Revision, type RevisionRow, revisionOf, rowsAt } from './revision-rows.ts';
import { isApart, readWindow, signRead } from './sign-read.ts';
import { leafNode } from './tree-builder.ts';

/** What was asked for of something published. */
export interface StorageRequest {
  readonly c: HttpContext;
  readonly cache: ReadingCache;
  readonly query: StorageQuery;
  /** From the folder on, in NFC; '' is all of it. */
  readonly path: string;
  readonly trailingSlash: boolean;
}

/**
 * A folder as a tree, or a file as a redirect to where its bytes are.
 * @throws DcsError `storage.not_found` | `revision.not_found` | `request.bad_cursor`
 */
export async function answerStorage(
  ctx: ContentContext,
  published: Published,
  request: StorageRequest,
) {
  const { query, path, cache, trailingSlash } = request;
  const revision = revisionOf(published, query.revision);
  const row = path === '' ? undefined : await findRow(ctx, cache, { revision, path });
  if (!row || row.kind === 'directory') {
    const exists = path === '' || row !== undefined;
    return answerFolder(ctx, published, { ...request, revision, exists });
  }
  if (trailingSlash) throw notFound('A file is named without a slash at its end.');
  if (query.path !== undefined) return reply(200, leafNode(nameOf(path), path, row));
  return answerFile(ctx, row, request);
}

/** All builds of a platform as a tree. @throws DcsError `request.bad_cursor` */
export async function answerPlatform(
  ctx: ContentContext,
  platform: Platform,
  { c, query }: Pick<StorageRequest, 'c' | 'query'>,
) {
  const headers = { ETag: `"${await platformTag(ctx, platform)}"` };
  if (isKnown(c, headers.ETag)) return reply(304, undefined, headers);
  const tree = await readPlatform(ctx, platform, query);
  return reply(200, { target: null, revision: null, ...tree }, headers);
}

async function findRow(
  ctx: ContentContext,
  cache: ReadingCache,
  { revision, path }: { revision: Revision; path: string },
): Promise<RevisionRow | undefined> {
  return cache.file(revision, path, async () => (await rowsAt(ctx, revision, [path]))[0]);
}

interface FolderRequest extends StorageRequest {
  readonly revision: Revision;
  readonly exists: boolean;
}

async function answerFolder(
  ctx: ContentContext,
  { target, name, tag }: Published,
  { c, query, path, revision, exists }: FolderRequest,
) {
  const headers = { ETag: `"${tag}-${revision.revision}"` };
  if (isKnown(c, headers.ETag)) return reply(304, undefined, headers);
  const folder = { ...revision, name: path === '' ? name : nameOf(path), path, exists };
  const tree = await readTree(ctx, folder, query);
  return reply(200, { target, revision: revision.revision, ...tree }, headers);
}

function answerFile(ctx: ContentContext, row: RevisionRow, { c, cache, query }: StorageRequest) {
  const { bucket, key, path } = row;
  if (bucket === null || key === null) throw notFound('A link has no bytes of its own.');
  const method = c.req.method === 'HEAD' ? 'HEAD' : 'GET';
  const { download } = query;
  const apart = isApart(ctx, c.get('url'));
  const window = readWindow(ctx);
  const url = cache.url(row, [window.at.getTime(), method, download, apart], () =>
    signRead(ctx, { bucket, key, path, method, download, apart }, window),
  );
  if (!query.redirect) return reply(200, { url, expires_at: window.expiresAt.toISOString() });
  return reply(302, undefined, {
    Location: url,
    'Cache-Control': `private, max-age=${window.maxAgeSeconds}`,
    Vary: 'Authorization',
  });
}

function isKnown(c: HttpContext, etag: string): boolean {
  return namesTag(c.req.header('if-none-match') ?? '', etag);
}
