import type { BookBody } from '../../api/contract/books.ts';
import { countText } from './quantity-text.ts';

/** What people call a book, and may type as a reference to it. */
export function bookTitle({ publisher, book_name }: Pick<BookBody, 'publisher' | 'book_name'>) {
  return `${publisher}/${book_name}`;
}

/** A book with the tag that `--if-match` takes. */
export type TaggedBook = BookBody & { readonly etag: string | null };

export function tagged(body: BookBody, headers: Headers): TaggedBook {
  return { ...body, etag: headers.get('etag') };
}

/** All of a book, a line each. */
export function bookText(book: TaggedBook): string {
  const lines = {
    id: book.id,
    language: book.language,
    category: book.category,
    version: book.version,
    status: book.status,
    content: contentOf(book),
    created: book.created_at,
    updated: book.updated_at,
    etag: book.etag ?? 'none',
  };
  return Object.entries(lines)
    .map(([name, value]) => `  ${name.padEnd(8)}  ${value}`)
    .join('\n');
}

function contentOf({ revision, files, size }: BookBody): string {
  if (revision === 0) return 'none yet';
  return `revision ${revision}, ${countText(files)} files, ${countText(size)} bytes`;
}
