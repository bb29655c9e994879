import { useParams } from '@solidjs/router';
import { useQuery } from '@tanstack/solid-query';
import { Match, Switch } from 'solid-js';
import { useApi } from '../../access/session.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { bookQuery } from '../books/queries.ts';
import { BookInTrash } from './book-in-trash.tsx';
import { BookView } from './book-view.tsx';
import { NoBook } from './no-book.tsx';

/** One book: what it is called, what it holds, and what happened to it. */
export function BookPage() {
  const params = useParams<{ id: string }>();
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
        <NoBook error={held.error} onRetry={() => void held.refetch()} />
      </Match>
    </Switch>
  );
}
