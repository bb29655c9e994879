import type { ApiClient } from '../../api/client/api-client.ts';
import { type BookBody, listBooks } from '../../api/contract/books.ts';
import { bookTitle } from './book-text.ts';
import { CliError } from './cli-error.ts';

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Whether a reference is a book's id rather than its names. */
export function isBookId(reference: string): boolean {
  return UUID.test(reference);
}

export interface BookNames {
  readonly publisher: string;
  readonly book_name: string;
}

/** `publisher/book_name`: either may hold anything but slashes. */
export function parseBookNames(text: string): BookNames {
  const [publisher, book_name, ...rest] = text.split('/');
  if (publisher && book_name && rest.length === 0) return { publisher, book_name };
  throw new CliError(
    'usage',
    `"${text}" names no book. Write it as publisher/book_name, in quotes if it has spaces: ` +
      '"Acme/Fizik 5".',
  );
}

/**
 * The id of the book a person means: a UUID is one, anything else is `publisher/book_name`.
 * @throws CliError `missing`
 */
export async function findBookId(client: ApiClient, reference: string): Promise<string> {
  if (isBookId(reference)) return reference;
  const names = parseBookNames(reference);
  const { publisher, book_name } = names;
  // The API compares without case, and at most one book of a name is not archived.
  const live = await client.call(listBooks, {
    query: { publisher, book_name, status: ['draft', 'published'] },
  });
  const exact = live.body.items.filter((book) => isSameName(book, names));
  const [book] = exact;
  if (book && exact.length === 1) return book.id;
  const archived = await client.call(listBooks, {
    query: { publisher, book_name, status: 'archived', sort: '-updated_at', limit: 1 },
  });
  throw new CliError(
    'missing',
    `${notFound(reference, exact)}${suggestion(live.body.items, archived.body.items[0])}`,
  );
}

function isSameName(book: BookNames, wanted: BookNames): boolean {
  return bookTitle(book) === bookTitle(wanted).normalize('NFC');
}

function notFound(reference: string, exact: readonly BookBody[]): string {
  if (exact.length === 0) return `There is no book ${reference}.`;
  return `${reference} stands for ${exact.length} books; name the one you mean by its id.`;
}

function suggestion(similar: readonly BookBody[], archived: BookBody | undefined): string {
  if (similar.length > 0) {
    return similar.map((book) => ` There is ${bookTitle(book)} (${book.id}).`).join('');
  }
  return archived ? ` One of that name is archived: ${archived.id}.` : ' See "dcs book ls".';
}
