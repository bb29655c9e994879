import { and, eq, gt, ne } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import { foldName } from '../../contract/names.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { type BookRow, bookSelection } from '../books/book-row.ts';
import type { FolderRow } from '../folders/folder-row.ts';

export interface Published {
  readonly book: BookRow;
  readonly folder: FolderRow;
}

/**
 * The book of these very names as readers may see it, read anew on each request: what is hidden or
 * trashed is gone at once.
 * @param preview shows drafts too
 * @throws DcsError `storage.not_found`
 */
export async function findPublished(
  ctx: Context,
  { publisher, bookName }: { publisher: string; bookName: string },
  preview: boolean,
): Promise<Published> {
  const [found] = await ctx.db
    .select({ book: bookSelection, folder: folders })
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
  if (found) return found;
  throw notFound(`There is no published book ${publisher}/${bookName}.`);
}

export function notFound(detail: string): DcsError {
  return new DcsError('storage.not_found', { detail });
}
