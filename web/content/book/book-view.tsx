import { useQueryClient } from '@tanstack/solid-query';
import { createMemo } from 'solid-js';
import type { BookBody } from '../../../api/contract/books.ts';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';
import { Page } from '../../ui/page.tsx';
import { STATUS_TONES } from '../books/book-columns.tsx';
import { bookKeys } from '../books/queries.ts';
import { bookFolder } from '../folder/book-folder.ts';
import { createFolderParams } from '../folder/folder-params.ts';
import { FolderTabs } from '../folder/folder-tabs.tsx';
import { BookButtons } from './book-buttons.tsx';
import { BookFacts } from './book-facts.tsx';

export function BookView(props: { readonly book: BookBody }) {
  const text = useText();
  const api = useApi();
  const queries = useQueryClient();
  const params = createFolderParams();
  const folder = createMemo(() => bookFolder(api, props.book));
  return (
    <Page
      title={props.book.book_name}
      about={
        <span class="flex flex-wrap items-center gap-2.5">
          {props.book.publisher}
          <Badge tone={STATUS_TONES[props.book.status]}>
            {text().books.statuses[props.book.status]}
          </Badge>
        </span>
      }
      actions={<BookButtons book={props.book} folder={folder()} />}
    >
      <BookFacts book={props.book} />
      <FolderTabs
        folder={folder()}
        params={params}
        onPublished={() => void queries.invalidateQueries({ queryKey: bookKeys.all })}
      />
    </Page>
  );
}
