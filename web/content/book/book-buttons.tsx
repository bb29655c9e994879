import { useNavigate } from '@solidjs/router';
import Ellipsis from 'lucide-solid/icons/ellipsis';
import Eye from 'lucide-solid/icons/eye';
import EyeOff from 'lucide-solid/icons/eye-off';
import Link from 'lucide-solid/icons/link';
import Pencil from 'lucide-solid/icons/pencil';
import Trash from 'lucide-solid/icons/trash';
import { createSignal } from 'solid-js';
import type { BookBody } from '../../../api/contract/books.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { usePageActions } from '../../shell/page-actions.tsx';
import { Button } from '../../ui/button.tsx';
import { copyText } from '../../ui/copy-text.ts';
import { Menu } from '../../ui/menu.tsx';
import type { ContentFolder } from '../folder/content-folder.ts';
import { ZipButton } from '../folder/download/zip-button.tsx';
import { createBookActions } from './create-book-actions.ts';
import { DeleteBooksModal } from './delete-books-modal.tsx';
import { EditBookModal } from './edit-book-modal.tsx';

export interface BookButtonsProps {
  readonly book: BookBody;
  readonly folder: ContentFolder;
}

/** What can be done with a book. */
export function BookButtons(props: BookButtonsProps) {
  const text = useText();
  const navigate = useNavigate();
  const actions = createBookActions();
  const [isEdited, setIsEdited] = createSignal(false);
  const [deleted, setDeleted] = createSignal<readonly BookBody[]>([]);
  const copyLink = () => void copyText(props.folder.streamLink(''), text());
  usePageActions().offer(() => [
    { label: text().common.edit, run: () => setIsEdited(true) },
    { label: text().book.copyTreeLink, run: copyLink },
  ]);
  const isDraft = () => props.book.status === 'draft';
  const icon = (Icon: typeof Eye) => <Icon size={16} aria-hidden="true" />;
  return (
    <>
      <Button icon={icon(Pencil)} onClick={() => setIsEdited(true)}>
        {text().common.edit}
      </Button>
      <Button
        icon={isDraft() ? icon(Eye) : icon(EyeOff)}
        onClick={() => void actions.setStatus([props.book], isDraft() ? 'published' : 'draft')}
      >
        {isDraft() ? text().book.publish : text().book.hide}
      </Button>
      <ZipButton
        label={text().folder.downloadZip}
        wanted={{
          folder: props.folder,
          revision: props.book.revision,
          nodes: undefined,
          files: props.book.files,
          size: props.book.size,
        }}
      />
      <Menu
        label={text().common.more}
        trigger={<Ellipsis size={18} aria-hidden="true" />}
        triggerClass="grid size-9 place-items-center rounded-lg border border-control bg-surface hover:bg-raised"
        items={[
          {
            label: text().book.copyTreeLink,
            icon: icon(Link),
            onSelect: copyLink,
          },
          {
            label: text().common.delete,
            icon: icon(Trash),
            danger: true,
            onSelect: () => setDeleted([props.book]),
          },
        ]}
      />
      <EditBookModal
        bookId={isEdited() ? props.book.id : undefined}
        onClose={() => setIsEdited(false)}
      />
      <DeleteBooksModal
        books={deleted()}
        onClose={() => setDeleted([])}
        onConfirm={(books) => {
          navigate(paths.books());
          void actions.trash(books);
        }}
      />
    </>
  );
}
