import { readBookManifest } from '../../contract/read-manifest.ts';
import { readBookStorage } from '../../contract/storage.ts';
import { DcsError } from '../../core/errors.ts';
import { namesTag } from '../../core/etag.ts';
import type { HttpContext } from '../../core/http/environment.ts';
import { rawPath } from '../../core/http/raw-path.ts';
import { type Route, reply, route } from '../../core/http/route.ts';
import type { Bucket } from '../../core/ports.ts';
import { bookTargetBody, findBook } from '../books/book-row.ts';
import type { ContentContext, ContentPorts } from '../context.ts';
import { findFolder } from '../folders/folder-row.ts';
import { findPublished, notFound, type Published } from './find-published.ts';
import { manifestOf } from './read-manifest.ts';
import { leafBody, readTree } from './read-tree.ts';
import { type RevisionRow, revisionOf, rowAt, rowsBelow } from './revision-rows.ts';
import { signRead } from './sign-read.ts';

/** A revision never changes, but one who may read it today may not tomorrow. */
const IMMUTABLE = 'private, max-age=31536000, immutable';

type Query = Parameters<Parameters<typeof route<typeof readBookStorage>>[1]>[1]['query'];

/** The routes of WIRE §5 that read books. */
export function readingRoutes(content: ContentPorts): readonly Route[] {
  return [
    route(readBookStorage, async (ctx, { query, headers }, c) => {
      const at = bookPath(c, query.path);
      const published = await findPublished(ctx, at, query.preview);
      const rows = wantedRows(published, query);
      const leaf = at.path === '' ? undefined : await rowAt(ctx, rows, at.path);
      if (!leaf || leaf.kind === 'directory') {
        const below = await rowsBelow(ctx, rows, at.path);
        if (below.length === 0 && !leaf) throw notFound(`There is no ${at.path}.`);
        return answerTree({ published, rows, path: at.path, below }, query, headers);
      }
      if (at.trailingSlash) throw notFound('A file is named without a slash at its end.');
      if (query.path !== undefined) return reply(200, leafBody(nameOf(at.path), at.path, leaf));
      return answerFile({ ...ctx, content }, { leaf, query, c });
    }),

    route(readBookManifest, async (ctx, { params, query, headers }) => {
      const book = await findBook(ctx.db, params.book_id);
      if (book.folderId === null) throw noRevision();
      const folder = await findFolder(ctx.db, book.folderId);
      if (folder.headRevision === 0) throw noRevision();
      const rows = wantedRows({ folder }, query);
      const cache = query.revision === undefined ? 'private, no-cache' : IMMUTABLE;
      const about = { ETag: `"${folder.id}-${rows.revision}"`, 'Cache-Control': cache };
      if (namesTag(headers['if-none-match'] ?? '', about.ETag)) return reply(304, undefined, about);
      const manifest = manifestOf(await rowsBelow(ctx, rows, ''));
      const target = bookTargetBody(book);
      return reply(200, { target, revision: rows.revision, ...manifest }, about);
    }),
  ];
}

interface FolderFound {
  readonly published: Published;
  readonly rows: ReturnType<typeof wantedRows>;
  readonly path: string;
  readonly below: readonly RevisionRow[];
}

async function answerTree(
  { published: { book }, rows, path, below }: FolderFound,
  query: Query,
  headers: { 'if-none-match'?: string | undefined },
) {
  const etag = `"${book.id}-${book.rowVersion}-${rows.revision}"`;
  if (namesTag(headers['if-none-match'] ?? '', etag)) return reply(304, undefined, { ETag: etag });
  const name = path === '' ? book.bookName : nameOf(path);
  const tree = await readTree({ ...rows, name, path, rows: below }, query);
  const body = { target: bookTargetBody(book), revision: rows.revision, ...tree };
  return reply(200, body, { ETag: etag });
}

interface BookPath {
  readonly publisher: string;
  readonly bookName: string;
  readonly path: string;
  readonly trailingSlash: boolean;
}

function bookPath(c: HttpContext, below: string | undefined): BookPath {
  const raw = rawPath(c);
  const [, , publisher, bookName, ...tail] = raw?.segments ?? [];
  if (!raw || publisher === undefined || bookName === undefined)
    throw notFound('It names no book.');
  const path = [...tail, ...(below === undefined ? [] : [below.normalize('NFC')])].join('/');
  const trailingSlash = raw.trailingSlash || path.endsWith('/');
  return { publisher, bookName, path: path.replace(/\/$/, ''), trailingSlash };
}

function noRevision(): DcsError {
  return new DcsError('revision.not_found', { detail: 'Nothing was published yet.' });
}

function wantedRows({ folder }: Pick<Published, 'folder'>, query: Pick<Query, 'revision'>) {
  const revision = revisionOf(folder, query.revision);
  return { folderId: folder.id, revision, current: revision === folder.headRevision };
}

function answerFile(
  ctx: ContentContext,
  { leaf, query, c }: { leaf: RevisionRow; query: Query; c: HttpContext },
) {
  const { bucket, key, path } = leaf;
  if (bucket === null || key === null) throw notFound('A link has no bytes of its own.');
  const signed = signRead(ctx, {
    bucket: bucket as Bucket, // the rows only ever name our buckets
    key,
    path,
    method: c.req.method === 'HEAD' ? 'HEAD' : 'GET',
    download: query.download,
    apart: ctx.content.readOrigin !== new URL(c.req.url).origin,
  });
  if (!query.redirect) {
    return reply(200, { url: signed.url, expires_at: signed.expiresAt.toISOString() });
  }
  return reply(302, undefined, {
    Location: signed.url,
    'Cache-Control': `private, max-age=${signed.maxAgeSeconds}`,
    Vary: 'Authorization',
    'Referrer-Policy': 'no-referrer',
  });
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
