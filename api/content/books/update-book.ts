import { eq, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { books } from '../../../db/schema/content.ts';
import type { BookBody, BookChange } from '../../contract/books.ts';
import { foldName } from '../../contract/names.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { requireMatch } from '../../core/etag.ts';
import type { OperationRow } from '../../core/operations/operation-row.ts';
import { transaction } from '../../core/transaction.ts';
import { type BookRow, bookBody, bookEtag, bookTitle, findBook, lockBook } from './book-row.ts';
import { explainTakenName } from './name-taken.ts';
import { ensurePublisher } from './publisher-spelling.ts';
import { renameFolder } from './rename-folder.ts';

export interface UpdateBookInput {
  readonly id: string;
  readonly change: BookChange;
  readonly ifMatch: string | undefined;
}

export interface UpdatedBook {
  readonly book: BookRow;
  /** What moves its files to where its new name says. */
  readonly operation?: OperationRow | undefined;
}

/**
 * Changes what is given and differs; a change of nothing leaves the book and its ETag as they are.
 * @throws DcsError `book.not_found` | `book.in_trash` | `request.precondition_failed` | `book.exists` |
 *   `book.uploads_open` | `book.busy`
 */
export async function updateBook(ctx: Context, input: UpdateBookInput): Promise<UpdatedBook> {
  let wanted = { publisher: '', bookName: '' };
  const work = transaction(ctx.db, async (tx) => {
    const row = await lockBook(tx, input.id);
    requireMatch(input.ifMatch, bookEtag(row));
    if (row.status === 'archived') {
      throw new DcsError('book.in_trash', { detail: 'Restore it before you change it.' });
    }
    const { before, after } = difference(bookBody(row), input.change);
    if (Object.keys(after).length === 0) return { book: row };
    wanted = {
      publisher: after.publisher ?? row.publisher,
      bookName: after.book_name ?? row.bookName,
    };
    if (after.publisher !== undefined) await ensurePublisher(tx, after.publisher);
    await tx
      .update(books)
      .set({ ...columnsOf(after), rowVersion: sql`${books.rowVersion} + 1`, updatedAt: dcsNow })
      .where(eq(books.id, row.id));
    await writeAudit(ctx, tx, {
      action: 'book.update',
      target: { type: 'book', id: row.id, name: bookTitle(row) },
      before,
      after,
    });
    const book = await findBook(tx, row.id);
    const isRenamed = after.publisher !== undefined || after.book_name !== undefined;
    return { book, operation: isRenamed ? await renameFolder(ctx, tx, book) : undefined };
  });
  return work.catch((error: unknown) => explainTakenName(ctx.db, wanted, error));
}

type Editable = Partial<Record<keyof BookChange, string>>;

function difference(book: BookBody, change: BookChange) {
  const before: Editable = {};
  const after: BookChange = {};
  for (const member of Object.keys(change) as (keyof BookChange)[]) {
    const value = change[member];
    if (value === undefined || value === book[member]) continue;
    before[member] = book[member];
    // Each member keeps its own type; the compiler cannot see that both sides name the same one.
    Object.assign(after, { [member]: value });
  }
  return { before, after };
}

function columnsOf({ publisher, book_name, category, ...same }: BookChange) {
  return {
    ...same,
    ...(publisher === undefined ? {} : { publisher, publisherFolded: foldName(publisher) }),
    ...(book_name === undefined
      ? {}
      : { bookName: book_name, bookNameFolded: foldName(book_name) }),
    ...(category === undefined ? {} : { category, categoryFolded: foldName(category) }),
  };
}
