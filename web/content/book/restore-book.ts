import type { ApiClient } from '../../../api/client/api-client.ts';
import { ApiError } from '../../../api/client/api-error.ts';
import type { BookBody } from '../../../api/contract/books.ts';
import { listTrash, restoreFromTrash } from '../../../api/contract/trash.ts';

/**
 * Brings a book back from the trash, where it lies under its name alone.
 * @returns false where it is not there any more
 * @throws ApiError `trash.name_taken` | `trash.purging`
 */
export async function restoreBook(api: ApiClient, book: BookBody): Promise<boolean> {
  const { publisher, book_name } = book;
  const query = { type: 'book' as const, q: `${publisher}/${book_name}` };
  const { items } = (await api.call(listTrash, { query })).body;
  // What was deleted last comes first.
  const item = items.find((one) => one.publisher === publisher && one.book_name === book_name);
  if (!item) return false;
  try {
    await api.call(restoreFromTrash, { body: { trash_id: item.id } });
    return true;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'trash.not_found') return false;
    throw error;
  }
}
