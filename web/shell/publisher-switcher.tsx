import { Popover } from '@kobalte/core/popover';
import { useLocation, useNavigate } from '@solidjs/router';
import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import { createSignal } from 'solid-js';
import { useApi } from '../access/session.tsx';
import { publisherListQuery } from '../content/books/queries.ts';
import { useFormat, useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { type SearchItem, SearchList } from '../ui/search-list.tsx';

const MAX_PUBLISHERS = 50;

/** Whose books are shown. Elsewhere than on the dashboard it leads to the books. */
export function PublisherSwitcher() {
  const text = useText();
  const [isOpen, setOpen] = createSignal(false);
  const [typed, setTyped] = createSignal('');
  const location = useLocation();
  const chosen = () => [location.query.publisher ?? []].flat()[0];
  const items = createPublisherItems(typed, () => {
    setTyped('');
    setOpen(false);
  });
  return (
    <Popover open={isOpen()} onOpenChange={setOpen} placement="bottom-start" gutter={6}>
      <Popover.Trigger
        aria-label={`${text().shell.publisher}: ${chosen() ?? text().shell.allPublishers}`}
        class="flex h-9 min-w-0 items-center gap-2 rounded-lg px-3 text-sm font-medium hover:bg-raised"
      >
        <span class="truncate">{chosen() ?? text().shell.allPublishers}</span>
        <ChevronsUpDown size={16} aria-hidden="true" class="shrink-0 text-soft" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label={text().shell.publisher}
          class="z-50 w-80 max-w-[calc(100vw-2rem)] overflow-hidden rounded-xl border border-line bg-surface shadow-float"
        >
          <SearchList
            label={text().shell.findPublisher}
            value={typed()}
            onInput={setTyped}
            items={items()}
            none={text().shell.noPublisher}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover>
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
    const found = [...(publishers.data?.items ?? [])];
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
