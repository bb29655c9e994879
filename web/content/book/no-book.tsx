import { A } from '@solidjs/router';
import BookX from 'lucide-solid/icons/book-x';
import { Show } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Page } from '../../ui/page.tsx';

/** Stands for a book that is none, or that could not be read. */
export function NoBook(props: { readonly error: unknown; readonly onRetry: () => void }) {
  const text = useText();
  const isGone = () => props.error instanceof ApiError && props.error.status === 404;
  return (
    <Show
      when={isGone()}
      fallback={
        <Page title={text().books.title}>
          <ErrorNote error={props.error} onRetry={props.onRetry} />
        </Page>
      }
    >
      <Page title={text().book.gone}>
        <EmptyState
          icon={<BookX size={40} />}
          title={text().book.gone}
          hint={text().book.goneHint}
          action={
            <A href={paths.books()} class={buttonClass('primary')}>
              {text().book.toBooks}
            </A>
          }
        />
      </Page>
    </Show>
  );
}
