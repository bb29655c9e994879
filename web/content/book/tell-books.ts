import type { BookBody } from '../../../api/contract/books.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';

/** Books in a few words: the title of one, the number of several. */
export function tellBooks(books: readonly BookBody[], text: Text, format: Format): string {
  const [first] = books;
  return books.length === 1 && first
    ? text.book.one(first.book_name)
    : text.book.several(books.length, format.count(books.length));
}
