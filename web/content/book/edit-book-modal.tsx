import { useQuery } from '@tanstack/solid-query';
import { createMemo, createUniqueId, Show, untrack } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ErrorNote } from '../../ui/error-note.tsx';
import { Modal } from '../../ui/modal.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { createUnsavedGuard, UnsavedModal } from '../../ui/unsaved-guard.tsx';
import { editedBookQuery } from '../books/queries.ts';
import { createBookEdit } from './create-book-edit.ts';
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

function HeldBookModal(props: { readonly bookId: string; readonly onClose: () => void }) {
  const text = useText();
  const api = useApi();
  const formId = createUniqueId();
  const held = useQuery(() => editedBookQuery(api, props.bookId));
  const edit = createMemo(() => {
    const start = held.isSuccess ? held.data : undefined;
    return start && untrack(() => createBookEdit(start, () => props.onClose()));
  });
  const guard = createUnsavedGuard(() => edit()?.isDirty() ?? false);
  const close = () => guard.leave(props.onClose);
  const title = () => (held.isSuccess ? held.data.book.book_name : '');
  return (
    <>
      <Modal
        open
        onClose={close}
        title={text().book.editTitle(title())}
        actions={
          <>
            <Button onClick={close}>{text().common.cancel}</Button>
            <Button
              look="primary"
              type="submit"
              form={formId}
              busy={edit()?.isSaving() ?? false}
              disabledReason={edit()?.isDirty() ? undefined : text().book.noChange}
            >
              {text().common.save}
            </Button>
          </>
        }
      >
        <ErrorNote error={held.error} onRetry={() => void held.refetch()} />
        <Show when={held.isPending}>
          <Skeleton lines={6} />
        </Show>
        <Show when={edit()}>{(begun) => <EditBookForm id={formId} edit={begun()} />}</Show>
      </Modal>
      <UnsavedModal guard={guard} />
    </>
  );
}
