import { and, eq, gt, ne } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import { foldName } from '../../contract/names.ts';
import type { Platform } from '../../contract/platforms.ts';
import type { Context } from '../../core/context.ts';
import { bookTargetBody } from '../books/book-row.ts';
import { buildTargetBody, type PublishedBuild, selectPublishedBuild } from '../builds/build-row.ts';
import { notFound, type Published } from './published.ts';

/** A book by its very names. */
export interface BookNames {
  readonly publisher: string;
  readonly bookName: string;
}

/** A build by its very version. */
export interface BuildNames {
  readonly platform: Platform;
  readonly version: string;
}

/**
 * The book as its readers may see it: what is hidden, trashed or without a revision is not there.
 * @param preview shows drafts too
 * @throws DcsError `storage.not_found`
 */
export async function findPublishedBook(
  ctx: Context,
  { publisher, bookName }: BookNames,
  preview: boolean,
): Promise<Published> {
  const [book] = await ctx.db
    .select({
      id: books.id,
      publisher: books.publisher,
      bookName: books.bookName,
      rowVersion: books.rowVersion,
      folderId: folders.id,
      headRevision: folders.headRevision,
      oldestRevision: folders.oldestRevision,
    })
    .from(books)
    .innerJoin(folders, eq(folders.id, books.folderId))
    .where(
      and(
        // The index is on folded names; the names themselves are compared exactly.
        eq(books.publisherFolded, foldName(publisher)),
        eq(books.bookNameFolded, foldName(bookName)),
        eq(books.publisher, publisher),
        eq(books.bookName, bookName),
        preview ? ne(books.status, 'archived') : eq(books.status, 'published'),
        gt(folders.headRevision, 0),
      ),
    );
  if (!book) throw notFound(`There is no published book ${publisher}/${bookName}.`);
  const { folderId, headRevision, oldestRevision } = book;
  return {
    target: bookTargetBody(book),
    name: book.bookName,
    folderId,
    headRevision,
    oldestRevision,
    tag: `${book.id}-${book.rowVersion}`,
  };
}

/** @throws DcsError `storage.not_found` */
export async function findPublishedBuild(
  ctx: Context,
  { platform, version }: BuildNames,
): Promise<Published> {
  const build = await selectPublishedBuild(ctx.db, platform, version);
  if (build) return buildAsPublished(build);
  throw notFound(`There is no published build ${platform}/${version}.`);
}

function buildAsPublished(build: PublishedBuild): Published {
  return {
    target: buildTargetBody(build),
    name: build.version,
    folderId: build.folderId,
    headRevision: build.revision,
    oldestRevision: build.oldestRevision,
    tag: `${build.id}-${build.updatedAt.getTime()}`,
  };
}
