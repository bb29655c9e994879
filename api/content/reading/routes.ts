import type { ManifestBody, ManifestChangesBody } from '../../contract/read-manifest.ts';
import { readBookManifest, readBuildManifest } from '../../contract/read-manifest.ts';
import { signBookReads, signBuildReads, type WantedReads } from '../../contract/read-urls.ts';
import { readBookStorage, readBuildStorage } from '../../contract/storage.ts';
import type { Context } from '../../core/context.ts';
import { namesTag } from '../../core/etag.ts';
import { JsonStream } from '../../core/http/json-stream.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import { requirePlatform } from '../builds/build-row.ts';
import type { ContentContext, ContentPorts } from '../context.ts';
import { changesJson } from '../revisions/changes-json.ts';
import { answerPlatform, answerStorage, type StorageRequest } from './answer-storage.ts';
import { type Content, findBookContent, findBuildContent } from './find-content.ts';
import { findPublishedBook, findPublishedBuild } from './find-published.ts';
import { manifestJson } from './manifest-json.ts';
import { notFound, type Published } from './published.ts';
import { createReadingCache } from './reading-cache.ts';
import { revisionOf } from './revision-rows.ts';
import { isApart } from './sign-read.ts';
import { signReads } from './sign-reads.ts';
import { storagePlace } from './storage-place.ts';

/** A revision never changes, but one who may read it today may not tomorrow. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

/** The routes of WIRE §5 that read what was published. */
export function readingRoutes(content: ContentPorts): readonly Route[] {
  const cache = createReadingCache(content.headCacheMs);
  const answer = async (ctx: Context, { place, find, tail, ...request }: Asked) => {
    const { preview, revision = 0 } = request.query;
    let published = preview ? await find() : await cache.head(place, find);
    // Whoever was just told of a revision may ask for it at once.
    if (revision > published.headRevision) published = await find();
    const path = tail.join('/');
    return answerStorage({ ...ctx, content }, published, { ...request, cache, path });
  };
  return [
    route(readBookStorage, async (ctx, { query }, c) => {
      const { names, trailingSlash } = storagePlace(c, query.path);
      const [publisher, bookName, ...tail] = names;
      if (publisher === undefined || bookName === undefined) throw notFound('It names no book.');
      const find = () => findPublishedBook(ctx, { publisher, bookName }, query.preview);
      const place = ['books', publisher, bookName];
      return answer(ctx, { place, find, tail, c, query, trailingSlash });
    }),

    route(readBuildStorage, async (ctx, { params, query }, c) => {
      const platform = requirePlatform(params.platform);
      const { names, trailingSlash } = storagePlace(c, query.path);
      const [, version, ...tail] = names;
      if (version === undefined) return answerPlatform({ ...ctx, content }, platform, { c, query });
      const find = () => findPublishedBuild(ctx, { platform, version });
      const place = ['apps', platform, version];
      return answer(ctx, { place, find, tail, c, query, trailingSlash });
    }),

    route(readBookManifest, async (ctx, { params, ...request }) =>
      answerManifest(ctx, await findBookContent(ctx, params.book_id), request),
    ),

    route(readBuildManifest, async (ctx, { params, ...request }) =>
      answerManifest(ctx, await findBuildContent(ctx, params), request),
    ),

    route(signBookReads, async (ctx, { params, body }, c) => {
      const found = await findBookContent(ctx, params.book_id);
      return answerReads({ ...ctx, content }, found, { body, url: c.get('url') });
    }),

    route(signBuildReads, async (ctx, { params, body }, c) => {
      const found = await findBuildContent(ctx, params);
      return answerReads({ ...ctx, content }, found, { body, url: c.get('url') });
    }),
  ];
}

interface Asked extends Pick<StorageRequest, 'c' | 'query' | 'trailingSlash'> {
  /** Names the book or build among all. */
  readonly place: readonly string[];
  readonly find: () => Promise<Published>;
  /** What comes behind it. */
  readonly tail: readonly string[];
}

interface ManifestRequest {
  readonly query: { readonly revision?: number | undefined; readonly since?: number | undefined };
  readonly headers: { readonly 'if-none-match'?: string | undefined };
}

function answerManifest(ctx: Context, found: Content, { query, headers }: ManifestRequest) {
  const revision = revisionOf(found, query.revision);
  const since = query.since === undefined ? undefined : revisionOf(found, query.since);
  const span = since ? `${since.revision}-${revision.revision}` : revision.revision;
  const about = {
    ETag: `"${found.tag}-${span}"`,
    'Cache-Control': query.revision === undefined ? 'private, no-cache' : IMMUTABLE,
  };
  if (namesTag(headers['if-none-match'] ?? '', about.ETag)) return reply(304, undefined, about);
  if (since) {
    const changes = changesJson(ctx, { from: since, to: revision });
    return reply(200, new JsonStream<ManifestChangesBody>(changes), about);
  }
  const pieces = manifestJson(ctx, revision, found.target);
  return reply(200, new JsonStream<ManifestBody>(pieces), about);
}

interface ReadsRequest {
  readonly body: WantedReads;
  readonly url: URL;
}

/** What is in the trash is read by nobody. */
async function answerReads(ctx: ContentContext, found: Content, { body, url }: ReadsRequest) {
  if (found.inTrash) throw notFound('It is in the trash.');
  const revision = revisionOf(found, body.revision);
  const wanted = { paths: body.paths, apart: isApart(ctx, url) };
  return reply(200, await signReads(ctx, revision, wanted));
}
