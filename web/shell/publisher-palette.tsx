import { useLocation, useNavigate } from '@solidjs/router';
import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { useApi } from '../access/session.tsx';
import { publisherListQuery } from '../content/books/queries.ts';
import { useFormat, useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { dataOf } from '../ui/data-of.ts';
import { SearchDialog } from '../ui/search-dialog.tsx';
import { type SearchItem, SearchList } from '../ui/search-list.tsx';

const MAX_PUBLISHERS = 50;

/** Chooses whose books are shown. Elsewhere than on the dashboard it leads to the books. */
export function PublisherPalette(props: { readonly onClose: () => void }) {
  const text = useText();
  const [typed, setTyped] = createSignal('');
  const items = createPublisherItems(typed, () => props.onClose());
  return (
    <SearchDialog title={text().shell.publisher} onClose={props.onClose}>
      <SearchList
        label={text().shell.findPublisher}
        value={typed()}
        onInput={setTyped}
        items={items()}
        none={text().shell.noPublisher}
      />
    </SearchDialog>
  );
}

function createPublisherItems(typed: () => string, close: () => void): () => readonly SearchItem[] {
  const text = useText();
  const format = useFormat();
  const api = useApi();
  const navigate = useNavigate();
  const location = useLocation();
  const publishers = useQuery(() => ({
    ...publisherListQuery(api, { q: typed() || undefined, limit: MAX_PUBLISHERS }),
    placeholderData: keepPreviousData,
  }));
  const choose = (publisher: string | undefined) => () => {
    close();
    const isDashboard = /^\/panel\/?$/.test(location.pathname);
    navigate(isDashboard ? paths.dashboard(publisher) : paths.books(publisher));
  };
  return () => {
    const { compare, bytes } = format();
    const found = [...(dataOf(publishers)?.items ?? [])];
    found.sort((a, b) => compare(a.publisher, b.publisher));
    const named = found.map(
      ({ publisher, size }): SearchItem => ({
        id: publisher,
        label: publisher,
        detail: bytes(size),
        onChoose: choose(publisher),
      }),
    );
    const all = { id: '', label: text().shell.allPublishers, onChoose: choose(undefined) };
    return typed() === '' ? [all, ...named] : named;
  };
}
