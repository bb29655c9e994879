import type { BookBody } from '../../../api/contract/books.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { tellBooks } from './tell-books.ts';

export interface DeleteBooksModalProps {
  /** Nothing is asked while it is empty. */
  readonly books: readonly BookBody[];
  readonly onClose: () => void;
  readonly onConfirm: (books: readonly BookBody[]) => void;
}

/** Asks before books go to the trash. */
export function DeleteBooksModal(props: DeleteBooksModalProps) {
  const text = useText();
  const format = useFormat();
  return (
    <ConfirmModal
      open={props.books.length > 0}
      onClose={props.onClose}
      title={text().book.deleteTitle(tellBooks(props.books, text(), format()))}
      description={text().book.deleteHint(props.books.length)}
      action={text().common.delete}
      onConfirm={() => {
        const { books } = props;
        props.onClose();
        props.onConfirm(books);
      }}
    />
  );
}
