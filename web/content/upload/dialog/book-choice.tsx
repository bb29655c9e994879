import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import { createSignal, Show } from 'solid-js';
import { useApi } from '../../../access/session.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { RadioGroup } from '../../../ui/radio-group.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import { SHOWN_STATUSES } from '../../books/book-filters.tsx';
import { bookListQuery } from '../../books/queries.ts';
import { useUploadText } from '../upload-text.ts';
import type { UploadDraft } from './upload-draft.ts';

const FOUND_AT_MOST = 6;

/** Which of the books that are there; found by the folder's name at first. */
export function BookChoice(props: { readonly draft: UploadDraft }) {
  const words = useUploadText();
  const api = useApi();
  const [typed, setTyped] = createSignal<string>();
  const wanted = () =>
    typed() ?? props.draft.book()?.book_name ?? props.draft.folder()?.root.name ?? '';
  const found = useQuery(() => ({
    ...bookListQuery(api, {
      q: wanted() || undefined,
      status: [...SHOWN_STATUSES],
      limit: FOUND_AT_MOST,
    }),
    placeholderData: keepPreviousData,
  }));
  // Not before it is there: reading it would hold the whole dialog back.
  const books = () => (found.isSuccess ? found.data.items : []);
  return (
    <div class="flex flex-col gap-3">
      <SearchField label={words().findBook} value={wanted()} onSearch={setTyped} />
      <ErrorNote error={found.error} onRetry={() => void found.refetch()} />
      <Show when={found.isPending}>
        <Skeleton />
      </Show>
      <Show
        when={books().length > 0}
        fallback={
          <Show when={found.isSuccess}>
            <p class="flex flex-wrap items-center gap-3 text-sm text-soft">
              {words().noBookFound}
              <Button onClick={() => props.draft.setPurpose('new')}>{words().makeItNew}</Button>
            </p>
          </Show>
        }
      >
        <RadioGroup
          label={words().foundBooks}
          stacked
          value={props.draft.book()?.id}
          options={books().map((book) => ({
            value: book.id,
            label: book.book_name,
            hint: book.publisher,
          }))}
          onChoose={(id) => {
            const book = books().find((one) => one.id === id);
            if (book) props.draft.setBook(book);
          }}
        />
      </Show>
    </div>
  );
}
