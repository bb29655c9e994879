import { createSignal, Show } from 'solid-js';
import type { BookBody } from '../../../api/contract/books.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { createBookActions } from '../book/create-book-actions.ts';
import { DeleteBooksModal } from '../book/delete-books-modal.tsx';

export interface BookBulkBarProps {
  /** Those that are selected. Nothing is shown while it is empty. */
  readonly books: readonly BookBody[];
  readonly onClear: () => void;
}

/** What can be done with all selected books at once. */
export function BookBulkBar(props: BookBulkBarProps) {
  const text = useText();
  const format = useFormat();
  const actions = createBookActions();
  const [deleted, setDeleted] = createSignal<readonly BookBody[]>([]);
  const [run, setRun] = createSignal<{ readonly done: number; readonly all: number }>();
  const count = (number: number) => format().count(number);

  async function forAll(
    books: readonly BookBody[],
    act: (books: readonly BookBody[], onDone: (done: number) => void) => Promise<void>,
  ): Promise<void> {
    const all = books.length;
    setRun({ done: 0, all });
    await act(books, (done) => setRun({ done, all }));
    setRun(undefined);
    props.onClear();
  }

  const setStatus = (status: 'draft' | 'published') =>
    void forAll(props.books, (books, onDone) => actions.setStatus(books, status, onDone));
  return (
    <>
      <Show when={props.books.length > 0 || run()}>
        <section
          aria-label={text().book.bulk}
          class="flex flex-wrap items-center gap-2 rounded-xl border border-line bg-accent-ground px-4 py-2"
        >
          <span class="grow text-sm font-medium" role="status">
            <Show when={run()} fallback={text().common.selected(count(props.books.length))}>
              {(now) => text().book.progress(count(now().done), count(now().all))}
            </Show>
          </span>
          <Button busy={run() !== undefined} onClick={() => setStatus('published')}>
            {text().book.publish}
          </Button>
          <Button busy={run() !== undefined} onClick={() => setStatus('draft')}>
            {text().book.hide}
          </Button>
          <Button busy={run() !== undefined} onClick={() => setDeleted(props.books)}>
            {text().common.delete}
          </Button>
          <Button look="quiet" onClick={() => props.onClear()}>
            {text().common.clear}
          </Button>
        </section>
      </Show>
      <DeleteBooksModal
        books={deleted()}
        onClose={() => setDeleted([])}
        onConfirm={(books) => void forAll(books, actions.trash)}
      />
    </>
  );
}
