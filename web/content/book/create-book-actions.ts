import { useQueryClient } from '@tanstack/solid-query';
import { type BookBody, updateBook } from '../../../api/contract/books.ts';
import { deleteBook } from '../../../api/contract/trash.ts';
import { useApi } from '../../access/session.tsx';
import { useFormat, useText } from '../../i18n/language.tsx';
import { describeError } from '../../ui/describe-error.ts';
import { notify } from '../../ui/notify.ts';
import { bookKeys } from '../books/queries.ts';
import { trashKeys } from '../trash/queries.ts';
import { restoreDeleted } from '../trash/restore-deleted.ts';
import { forgetBooks } from './forget-books.ts';
import { tellBooks } from './tell-books.ts';

export interface BookActions {
  /** Moves books to the trash. They leave the lists at once. */
  trash(books: readonly BookBody[], onDone?: (count: number) => void): Promise<void>;
  setStatus(
    books: readonly BookBody[],
    status: 'draft' | 'published',
    onDone?: (count: number) => void,
  ): Promise<void>;
  restore(book: BookBody): Promise<void>;
}

/** Something that is done to each of some books. */
interface Deed {
  readonly act: (book: BookBody) => Promise<unknown>;
  /** Without it there is no way back. */
  readonly undo?: (book: BookBody) => Promise<unknown>;
  readonly told: (books: string) => string;
}

/** What is done to one book or to several, told by one toast that can undo all of it. */
export function createBookActions(): BookActions {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const queries = useQueryClient();
  const tellFailures = useTellFailures();

  async function perform(
    books: readonly BookBody[],
    { act, undo, told }: Deed,
    onDone?: (count: number) => void,
  ): Promise<void> {
    const done: BookBody[] = [];
    const errors: unknown[] = [];
    // As they were: what is shown follows what the API says next, and undoing must not.
    for (const book of books.map((one) => ({ ...one }))) {
      await act(book).then(
        () => done.push(book),
        (error: unknown) => errors.push(error),
      );
      onDone?.(done.length + errors.length);
    }
    await refresh();
    if (done.length > 0) {
      const title = told(tellBooks(done, text(), format()));
      const takeBack = () =>
        void perform(done, { act: undo ?? act, told: () => text().book.undone });
      notify(
        undo ? { title, action: { label: text().common.undo, onSelect: takeBack } } : { title },
      );
    }
    if (errors.length > 0) tellFailures(errors, books.length);
  }

  const refresh = () =>
    Promise.all(
      [bookKeys.all, trashKeys.all].map((queryKey) => queries.invalidateQueries({ queryKey })),
    );
  const put = (book: BookBody, status: BookBody['status']) =>
    api.call(updateBook, {
      params: { book_id: book.id },
      headers: {},
      body: { status: status === 'draft' ? 'draft' : 'published' },
    });
  const restore = async ({ publisher, book_name }: BookBody, since?: string) => {
    const isThere = await restoreDeleted(api, { type: 'book', publisher, book_name }, since);
    if (!isThere) throw new Error(text().book.notInTrash);
  };

  return {
    trash(books, onDone) {
      forgetBooks(queries, books);
      const deletedAt = new Map<string, string>();
      const deed = {
        async act({ id }: BookBody) {
          const { body } = await api.call(deleteBook, { params: { book_id: id }, headers: {} });
          deletedAt.set(id, body.created_at);
        },
        undo: (book: BookBody) => restore(book, deletedAt.get(book.id)),
        told: text().book.deleted,
      };
      return perform(books, deed, onDone);
    },
    setStatus(books, status, onDone) {
      const { published, hidden } = text().book;
      const deed = {
        act: (book: BookBody) => put(book, status),
        undo: (book: BookBody) => put(book, book.status),
        told: status === 'published' ? published : hidden,
      };
      return perform(books, deed, onDone);
    },
    restore: (book) => perform([book], { act: (one) => restore(one), told: text().book.restored }),
  };
}

/** Tells what failed of all that was tried, by the reason of the first. */
function useTellFailures(): (errors: readonly unknown[], all: number) => void {
  const text = useText();
  const format = useFormat();
  return (errors, all) => {
    const { count } = format();
    const title =
      all === 1 ? text().errors.title : text().book.someFailed(count(errors.length), count(all));
    const { message } = describeError(errors[0], text(), format());
    notify({ title, detail: message, tone: 'danger' });
  };
}
