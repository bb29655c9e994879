import { BOOK_RULES, type ManifestRules } from '../../contract/manifest-rules.ts';
import type { TargetBody } from '../../contract/target.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { type BookRow, bookTitle, lockBook } from '../books/book-row.ts';
import { type FolderRow, lockBookFolder } from '../folders/folder-row.ts';

/** What an upload goes to. */
export interface UploadTarget {
  readonly rules: ManifestRules;
  /** @throws DcsError when it is not there, or cannot be uploaded to now */
  lock(ctx: Context, tx: Tx): Promise<LockedTarget>;
}

export interface LockedTarget {
  readonly folder: FolderRow;
  /** As on the wire. */
  readonly target: TargetBody;
}

/** @throws (from `lock`) DcsError `book.not_found` | `book.in_trash` */
export function bookTarget(bookId: string): UploadTarget {
  return {
    rules: BOOK_RULES,
    async lock(ctx, tx) {
      const book = await lockBook(tx, bookId);
      requireOutOfTrash(book);
      return { folder: await lockBookFolder(tx, ctx.ids, book), target: bookTargetBody(book) };
    },
  };
}

export function bookTargetBody(book: Pick<BookRow, 'id' | 'publisher' | 'bookName'>): TargetBody {
  return {
    type: 'book',
    book_id: book.id,
    publisher: book.publisher,
    book_name: book.bookName,
  };
}

function requireOutOfTrash(book: BookRow): void {
  if (book.status !== 'archived') return;
  throw new DcsError('book.in_trash', { detail: `Restore ${bookTitle(book)} before you upload.` });
}
