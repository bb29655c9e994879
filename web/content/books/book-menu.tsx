import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import type { BookBody } from '../../../api/contract/books.ts';
import { useText } from '../../i18n/language.tsx';
import { RowMenu } from '../../ui/row-menu.tsx';

/** What can be done with books from their list. */
export interface BookMenuActions {
  readonly onEdit: (book: BookBody) => void;
  readonly onDelete: (book: BookBody) => void;
}

export function BookMenu(props: BookMenuActions & { readonly book: BookBody }) {
  const text = useText();
  return (
    <RowMenu
      label={text().book.actionsOf(props.book.book_name)}
      items={[
        {
          label: text().common.edit,
          icon: <Pencil size={16} aria-hidden="true" />,
          onSelect: () => props.onEdit(props.book),
        },
        {
          label: text().common.delete,
          icon: <Trash size={16} aria-hidden="true" />,
          danger: true,
          onSelect: () => props.onDelete(props.book),
        },
      ]}
    />
  );
}
