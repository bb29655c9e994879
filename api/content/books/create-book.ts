import { books } from '../../../db/schema/content.ts';
import type { NewBook } from '../../contract/books.ts';
import { foldName } from '../../contract/names.ts';
import { writeAudit } from '../../core/audit/write-audit.ts';
import type { Context } from '../../core/context.ts';
import { transaction } from '../../core/transaction.ts';
import { type BookRow, bookTitle, findBook } from './book-row.ts';
import { explainTakenName } from './name-taken.ts';
import { ensurePublisher } from './publisher-spelling.ts';

/**
 * Adds a book without content.
 * @throws DcsError `book.exists` with `book_id`
 */
export async function createBook(ctx: Context, input: NewBook): Promise<BookRow> {
  const { publisher, book_name: bookName, ...rest } = input;
  const work = transaction(ctx.db, async (tx) => {
    await ensurePublisher(tx, publisher);
    const id = ctx.ids.uuid();
    await tx.insert(books).values({
      id,
      publisher,
      publisherFolded: foldName(publisher),
      bookName,
      bookNameFolded: foldName(bookName),
      categoryFolded: foldName(rest.category),
      ...rest,
    });
    const row = await findBook(tx, id);
    await writeAudit(ctx, tx, {
      action: 'book.create',
      target: { type: 'book', id: row.id, name: bookTitle(row) },
      after: input,
    });
    return row;
  });
  return work.catch((error: unknown) => explainTakenName(ctx.db, { publisher, bookName }, error));
}
