import type { TargetBody } from '../../contract/target.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { bookTargetBody, findBook } from '../books/book-row.ts';
import { buildTargetBody, findBuild, requirePlatform } from '../builds/build-row.ts';

/** What was published of a book or build, as whoever manages it sees it: drafts too. */
export interface Content {
  readonly target: TargetBody;
  readonly folderId: string;
  readonly headRevision: number;
  /** The first one that is kept. */
  readonly oldestRevision: number;
  readonly inTrash: boolean;
  /** Another one whenever what is told of it besides its files has changed, as its name. */
  readonly tag: string;
}

/** @throws DcsError `book.not_found` | `revision.not_found` */
export async function findBookContent(ctx: Context, bookId: string): Promise<Content> {
  const book = await findBook(ctx.db, bookId);
  const { folderId, revision: headRevision, oldestRevision } = book;
  if (folderId === null) {
    throw new DcsError('revision.not_found', { detail: 'Nothing was published yet.' });
  }
  const inTrash = book.status === 'archived';
  const tag = `${book.id}-${book.rowVersion}`;
  return { target: bookTargetBody(book), folderId, headRevision, oldestRevision, inTrash, tag };
}

/** @throws DcsError `build.unknown_platform` | `build.not_found` */
export async function findBuildContent(
  ctx: Context,
  { platform, version }: { readonly platform: string; readonly version: string },
): Promise<Content> {
  const build = await findBuild(ctx.db, requirePlatform(platform), version);
  const { folderId, revision: headRevision, oldestRevision } = build;
  const target = buildTargetBody(build);
  const tag = `${build.id}-${build.updatedAt.getTime()}`;
  return { target, folderId, headRevision, oldestRevision, inTrash: false, tag };
}
