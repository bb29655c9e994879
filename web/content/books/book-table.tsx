import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import BookOpen from 'lucide-solid/icons/book-open';
import { createMemo, createSignal } from 'solid-js';
import type { BookBody } from '../../../api/contract/books.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { dataOf } from '../../ui/data-of.ts';
import { ErrorNote } from '../../ui/error-note.tsx';
import { DataTable } from '../../ui/table/data-table.tsx';
import { EmptyList } from '../../ui/table/empty-list.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';
import { Pager } from '../../ui/table/pager.tsx';
import { createSelection } from '../../ui/table/selection.ts';
import { createBookActions } from '../book/create-book-actions.ts';
import { DeleteBooksModal } from '../book/delete-books-modal.tsx';
import { EditBookModal } from '../book/edit-book-modal.tsx';
import { UploadButton } from '../upload/upload-button.tsx';
import { BookBulkBar } from './book-bulk-bar.tsx';
import { bookColumns } from './book-columns.tsx';
import { BookFilters, SHOWN_STATUSES } from './book-filters.tsx';
import { type BookListQuery, bookListQuery } from './queries.ts';

/** The books that are not in the trash, by what the URL asks for. */
export function BookTable(props: { readonly params: ListParams }) {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const books = useQuery(() => ({
    ...bookListQuery(api, wantedBooks(props.params)),
    placeholderData: keepPreviousData,
  }));
  const ids = () => (dataOf(books)?.items ?? []).map(({ id }) => id);
  const selection = createSelection(props.params, ids);
  const selected = () => dataOf(books)?.items.filter(({ id }) => selection.has(id)) ?? [];
  const actions = createBookActions();
  const [edited, setEdited] = createSignal<string>();
  const [deleted, setDeleted] = createSignal<readonly BookBody[]>([]);
  const columns = createMemo(() =>
    bookColumns(text(), format(), {
      onEdit: (book) => setEdited(book.id),
      onDelete: (book) => setDeleted([book]),
    }),
  );
  return (
    <>
      <ErrorNote error={books.error} onRetry={() => void books.refetch()} />
      <BookBulkBar books={selected()} onClear={selection.clear} />
      <DataTable
        name="books"
        label={text().books.title}
        columns={columns()}
        rows={dataOf(books)?.items}
        rowId={(book) => book.id}
        rowLabel={(book) => text().books.select(book.book_name)}
        sort={props.params.sort()}
        onSort={props.params.setSort}
        selection={selection}
        toolbar={<BookFilters params={props.params} />}
        empty={
          <EmptyList
            params={props.params}
            filters={['q', 'status', 'publisher']}
            icon={<BookOpen size={40} />}
            none={{ title: text().books.none, hint: text().books.noneHint }}
            action={<UploadButton />}
            noMatch={text().books.noMatch}
          />
        }
      />
      <Pager params={props.params} nextCursor={dataOf(books)?.next_cursor} />
      <EditBookModal bookId={edited()} onClose={() => setEdited(undefined)} />
      <DeleteBooksModal
        books={deleted()}
        onClose={() => setDeleted([])}
        onConfirm={(confirmed) => void actions.trash(confirmed)}
      />
    </>
  );
}

function wantedBooks(params: ListParams): BookListQuery {
  const status = SHOWN_STATUSES.find((one) => one === params.get('status'));
  return {
    q: params.get('q'),
    publisher: [...params.all('publisher')],
    status: status ? [status] : [...SHOWN_STATUSES],
    sort: params.sort() as BookListQuery['sort'], // one it does not know is refused by the API
    cursor: params.cursor(),
  };
}
