import type { ApiClient } from '../../../api/client/api-client.ts';
import { createPush } from '../../../api/client/push/create-push.ts';
import type { PushTarget } from '../../../api/client/push/push-types.ts';
import { type BookBody, createBook } from '../../../api/contract/books.ts';
import { createMemoryFolder, type MemoryContent } from '../../../api/testing/memory-source.ts';
import { fresh } from './panel.ts';

/** Publishes a folder as the next revision. */
export async function publishFolder(
  api: ApiClient,
  target: PushTarget,
  content: MemoryContent,
): Promise<void> {
  await createPush({ api, ...createMemoryFolder(content) }, { target }).run();
}

/** A new book that has published these revisions, one after another. */
export async function publishBook(
  api: ApiClient,
  revisions: readonly MemoryContent[],
  names: Partial<Pick<BookBody, 'publisher' | 'book_name'>> = {},
): Promise<BookBody> {
  const body = {
    publisher: 'Acme',
    book_name: fresh('Fizik'),
    language: 'tr',
    category: 'science',
    version: '1.0',
    ...names,
  };
  const { body: book } = await api.call(createBook, { body });
  for (const content of revisions) {
    await publishFolder(api, { type: 'book', bookId: book.id }, content);
  }
  return book;
}
