import { useQuery } from '@tanstack/solid-query';
import { createUniqueId, Show } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { createUnsavedGuard, UnsavedModal } from '../../ui/unsaved-guard.tsx';
import { bookQuery } from '../books/queries.ts';
import { createBookEdit, type HeldBook } from './create-book-edit.ts';
import { EditBookForm } from './edit-book-form.tsx';

export interface EditBookModalProps {
  /** Undefined while none is edited. */
  readonly bookId: string | undefined;
  readonly onClose: () => void;
}

/** What people say of a book, to be changed. */
export function EditBookModal(props: EditBookModalProps) {
  return (
    <Show when={props.bookId} keyed>
      {(bookId) => <HeldBookModal bookId={bookId} onClose={props.onClose} />}
    </Show>
  );
}

/** Begins with the book as the API has it now. */
function HeldBookModal(props: { readonly bookId: string; readonly onClose: () => void }) {
  const text = useText();
  const api = useApi();
  const held = useQuery(() => ({ ...bookQuery(api, props.bookId), refetchOnWindowFocus: false }));
  return (
    <Show
      when={held.isSuccess}
      fallback={
        <Modal open onClose={props.onClose} title={text().common.edit}>
          <Show when={held.error} fallback={<Skeleton lines={6} />}>
            <ErrorNote error={held.error} onRetry={() => void held.refetch()} />
          </Show>
        </Modal>
      }
    >
      <EditModal start={held.data as HeldBook} onClose={props.onClose} />
    </Show>
  );
}

function EditModal(props: { readonly start: HeldBook; readonly onClose: () => void }) {
  const text = useText();
  const formId = createUniqueId();
  const { start } = props; // what is read later does not change what is being typed
  const edit = createBookEdit(start, () => props.onClose());
  const guard = createUnsavedGuard(edit.isDirty);
  const close = () => guard.leave(props.onClose);
  return (
    <>
      <Modal
        open
        onClose={close}
        title={text().book.editTitle(start.book.book_name)}
        actions={
          <>
            <Button onClick={close}>{text().common.cancel}</Button>
            <Button
              look="primary"
              type="submit"
              form={formId}
              busy={edit.isSaving()}
              disabledReason={edit.isDirty() ? undefined : text().book.noChange}
            >
              {text().common.save}
            </Button>
          </>
        }
      >
        <EditBookForm id={formId} edit={edit} hasFiles={start.book.revision > 0} />
      </Modal>
      <UnsavedModal guard={guard} />
    </>
  );
}
