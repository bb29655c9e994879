import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { createBook, getBook, type NewBook, updateBook } from '../../../../api/contract/books.ts';
import { deleteBook } from '../../../../api/contract/trash.ts';
import type { BookTarget, UploadTarget } from '../upload-target.ts';

/** Makes a book for an upload: a draft, so that readers see none without its content. */
export async function makeBook(api: ApiClient, book: NewBook): Promise<BookTarget> {
  const { body } = await api.call(createBook, { body: { ...book, status: 'draft' } });
  const { id: bookId, publisher, book_name: bookName } = body;
  return { type: 'book', bookId, publisher, bookName, madeFor: book.status };
}

/** Shows a book made for an upload to readers, once its content is there. */
export async function showBook(api: ApiClient, target: UploadTarget): Promise<void> {
  if (target.type !== 'book' || target.madeFor !== 'published') return;
  const params = { book_id: target.bookId };
  await api.call(updateBook, { params, headers: {}, body: { status: 'published' } });
}

/** Takes a book made for an upload that was given up away again, unless it got content elsehow. */
export async function unmakeBook(api: ApiClient, target: UploadTarget): Promise<void> {
  if (target.type !== 'book' || target.madeFor === undefined) return;
  const params = { book_id: target.bookId };
  try {
    const book = await api.call(getBook, { params, headers: {} });
    if (book.status !== 200 || book.body.revision > 0) return;
    const etag = book.headers.get('etag') ?? undefined;
    await api.call(deleteBook, { params, headers: { 'if-match': etag } });
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'book.not_found') throw error;
  }
}
