import { A } from '@solidjs/router';
import type { BookBody } from '../../../api/contract/books.ts';
import type { Text } from '../../i18n/en.ts';
import type { Format } from '../../i18n/format.ts';
import { paths } from '../../paths.ts';
import { Badge, type Tone } from '../../ui/badge.tsx';
import type { DataColumn } from '../../ui/table/column.ts';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { BookMenu, type BookMenuActions } from './book-menu.tsx';

export const STATUS_TONES: Readonly<Record<BookBody['status'], Tone>> = {
  draft: 'warn',
  published: 'good',
  archived: 'neutral',
};

/** The columns of a list of books. Their ids are what the API sorts by. @param actions of its menus */
export function bookColumns(
  text: Text,
  format: Format,
  actions: BookMenuActions,
): readonly DataColumn<BookBody>[] {
  return [
    ...dataColumns(text, format),
    {
      id: 'actions',
      header: text.book.actions,
      width: 80,
      alignEnd: true,
      cell: (book) => <BookMenu book={book} {...actions} />,
    },
  ];
}

function dataColumns(text: Text, format: Format): readonly DataColumn<BookBody>[] {
  const { books } = text;
  return [
    {
      id: 'book_name',
      header: books.name,
      sortable: true,
      width: 216,
      cell: (book) => (
        <>
          <A class="font-medium hover:underline" href={paths.book(book.id)}>
            {book.book_name}
          </A>
          <div class="truncate text-xs text-soft md:hidden">{book.publisher}</div>
        </>
      ),
    },
    {
      id: 'publisher',
      header: books.publisher,
      sortable: true,
      width: 140,
      wideOnly: true,
      cell: (book) => book.publisher,
    },
    {
      id: 'status',
      header: books.status,
      sortable: true,
      width: 110,
      cell: (book) => <Badge tone={STATUS_TONES[book.status]}>{books.statuses[book.status]}</Badge>,
    },
    {
      id: 'language',
      header: books.language,
      sortable: true,
      width: 90,
      wideOnly: true,
      cell: (book) => book.language,
    },
    {
      id: 'category',
      header: books.category,
      sortable: true,
      width: 130,
      wideOnly: true,
      cell: (book) => book.category,
    },
    {
      id: 'version',
      header: books.version,
      sortable: true,
      width: 90,
      wideOnly: true,
      cell: (book) => book.version,
    },
    {
      id: 'files',
      header: books.files,
      width: 90,
      alignEnd: true,
      hiddenAtFirst: true,
      wideOnly: true,
      cell: (book) => format.count(book.files),
    },
    {
      id: 'size',
      header: books.size,
      sortable: true,
      width: 95,
      alignEnd: true,
      cell: (book) => format.bytes(book.size),
    },
    {
      id: 'updated_at',
      header: books.updated,
      sortable: true,
      width: 140,
      wideOnly: true,
      cell: (book) => <TimeAgo time={book.updated_at} />,
    },
  ];
}
