import { A } from '@solidjs/router';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import type { BookBody } from '../../../api/contract/books.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { Page } from '../../ui/page.tsx';
import { createBookActions } from './create-book-actions.ts';

/** Stands for a book that was deleted, and leads back. */
export function BookInTrash(props: { readonly book: BookBody }) {
  const text = useText();
  const actions = createBookActions();
  const [isBusy, setIsBusy] = createSignal(false);
  const restore = async () => {
    setIsBusy(true);
    await actions.restore(props.book);
    setIsBusy(false);
  };
  return (
    <Page title={props.book.book_name} about={props.book.publisher}>
      <EmptyState
        icon={<Trash size={40} />}
        title={text().book.inTrash(props.book.book_name)}
        hint={text().book.inTrashHint}
        action={
          <div class="flex flex-wrap justify-center gap-2">
            <Button look="primary" busy={isBusy()} onClick={() => void restore()}>
              {text().book.restore}
            </Button>
            <A href={paths.trash()} class={buttonClass()}>
              {text().book.toTrash}
            </A>
          </div>
        }
      />
    </Page>
  );
}
