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
  readonly inTrash: boolean;
}

/** @throws DcsError `book.not_found` | `revision.not_found` */
export async function findBookContent(ctx: Context, bookId: string): Promise<Content> {
  const book = await findBook(ctx.db, bookId);
  const { folderId, revision: headRevision } = book;
  if (folderId === null) {
    throw new DcsError('revision.not_found', { detail: 'Nothing was published yet.' });
  }
  const inTrash = book.status === 'archived';
  return { target: bookTargetBody(book), folderId, headRevision, inTrash };
}

/** @throws DcsError `build.unknown_platform` | `build.not_found` */
export async function findBuildContent(
  ctx: Context,
  { platform, version }: { readonly platform: string; readonly version: string },
): Promise<Content> {
  const build = await findBuild(ctx.db, requirePlatform(platform), version);
  const { folderId, revision: headRevision } = build;
  return { target: buildTargetBody(build), folderId, headRevision, inTrash: false };
}
