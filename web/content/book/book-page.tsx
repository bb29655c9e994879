import { useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import BookX from 'lucide-solid/icons/book-x';
import { Match, Switch } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bookQuery } from '../books/queries.ts';
import { NoFolder } from '../folder/no-folder.tsx';
import { BookInTrash } from './book-in-trash.tsx';
import { BookView } from './book-view.tsx';

/** One book: what it is called, what it holds, and what happened to it. */
export function BookPage() {
  const params = useParams<{ id: string }>();
  const text = useText();
  const api = useApi();
  const held = useQuery(() => bookQuery(api, params.id));
  const book = () => (held.isSuccess ? held.data.book : undefined);
  return (
    <Switch fallback={<Skeleton lines={8} class="mx-auto max-w-7xl px-4 py-6 sm:px-8" />}>
      <Match when={book()?.status === 'archived' && book()}>
        {(trashed) => <BookInTrash book={trashed()} />}
      </Match>
      <Match when={book()}>{(shown) => <BookView book={shown()} />}</Match>
      <Match when={held.error}>
        <NoFolder
          error={held.error}
          onRetry={() => void held.refetch()}
          area={text().books.title}
          icon={<BookX size={40} />}
          words={text().book}
          list={paths.books()}
        />
      </Match>
    </Switch>
  );
}
