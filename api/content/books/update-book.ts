import { and, eq, inArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { books } from '../../../db/schema/content.ts';
import { folders } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { BookBody, BookChange } from '../../contract/books.ts';
import { foldName } from '../../contract/names.ts';
import { writeAudit } from '../../core/audit.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import { requireMatch } from '../../core/etag.ts';
import { transaction } from '../../core/transaction.ts';
import { folderPrefix } from '../folders/folder-row.ts';
import { type BookRow, bookBody, bookEtag, bookTitle, findBook, lockBook } from './book-row.ts';
import { explainTakenName } from './name-taken.ts';
import { ensurePublisher } from './publisher-spelling.ts';

export interface UpdateBookInput {
  readonly id: string;
  readonly change: BookChange;
  readonly ifMatch: string | undefined;
}

/**
 * Changes what is given and differs; a change of nothing leaves the book and its ETag as they are.
 * @throws DcsError `book.not_found` | `book.in_trash` | `request.precondition_failed` | `book.exists`
 */
export async function updateBook(ctx: Context, input: UpdateBookInput): Promise<BookRow> {
  let wanted = { publisher: '', bookName: '' };
  const work = transaction(ctx.db, async (tx) => {
    const row = await lockBook(tx, input.id);
    requireMatch(input.ifMatch, bookEtag(row));
    if (row.status === 'archived') {
      throw new DcsError('book.in_trash', { detail: 'Restore it before you change it.' });
    }
    const { before, after } = difference(bookBody(row), input.change);
    if (Object.keys(after).length === 0) return row;
    await requireRenamable(tx, row, after);
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
    return findBook(tx, row.id);
  });
  return work.catch((error: unknown) => explainTakenName(ctx.db, wanted, error));
}

/** Moving the content of a renamed book comes with the lifecycle; until then it keeps its name. */
async function requireRenamable(tx: Tx, row: BookRow, change: BookChange): Promise<void> {
  if (change.publisher === undefined && change.book_name === undefined) return;
  if (row.revision > 0) {
    throw new DcsError('book.has_content', { detail: 'Its other members can be changed.' });
  }
  if (row.folderId === null) return;
  const [open] = await tx
    .select({ id: uploads.id })
    .from(uploads)
    .where(and(eq(uploads.folderId, row.folderId), inArray(uploads.state, ['open', 'finalizing'])))
    .limit(1);
  if (open) {
    throw new DcsError('book.uploads_open', { detail: 'Finish or abort its uploads first.' });
  }
  const prefix = folderPrefix({
    publisher: change.publisher ?? row.publisher,
    bookName: change.book_name ?? row.bookName,
  });
  await tx.update(folders).set({ prefix }).where(eq(folders.id, row.folderId));
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
