import { useNavigate } from '@solidjs/router';
import { keepPreviousData, useQuery } from '@tanstack/solid-query';
import BookOpen from 'lucide-solid/icons/book-open';
import Zap from 'lucide-solid/icons/zap';
import { createSignal } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useApi } from '../access/session.tsx';
import { bookListQuery } from '../content/books/queries.ts';
import { useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { dataOf } from '../ui/data-of.ts';
import { SearchDialog } from '../ui/search-dialog.tsx';
import { type SearchItem, SearchList } from '../ui/search-list.tsx';
import { usePageActions } from './page-actions.tsx';
import { PAGES } from './pages.ts';

const MAX_BOOKS = 8;

/** Pages, books, and what can be done on this page, by typing. */
export function CommandPalette(props: { readonly onClose: () => void }) {
  const text = useText();
  const [typed, setTyped] = createSignal('');
  const items = createPaletteItems(typed, () => props.onClose());
  return (
    <SearchDialog title={text().shell.palette} onClose={props.onClose}>
      <SearchList
        label={text().shell.paletteHint}
        value={typed()}
        onInput={setTyped}
        items={items()}
        none={text().shell.paletteNone}
      />
    </SearchDialog>
  );
}

function createPaletteItems(typed: () => string, close: () => void): () => readonly SearchItem[] {
  const text = useText();
  const api = useApi();
  const navigate = useNavigate();
  const actions = usePageActions();
  const books = useQuery(() => ({
    ...bookListQuery(api, { q: typed(), status: ['draft', 'published'], limit: MAX_BOOKS }),
    enabled: typed().trim() !== '',
    placeholderData: keepPreviousData,
  }));
  const go = (href: string) => () => {
    close();
    navigate(href);
  };
  const matches = ({ label }: SearchItem) => folded(label).includes(folded(typed().trim()));

  return () => {
    const offered = actions.current().map(({ label, run }): SearchItem => {
      const onChoose = () => {
        close();
        run();
      };
      return { id: label, label, icon: <Zap size={16} aria-hidden="true" />, onChoose };
    });
    const pages = PAGES.map((page): SearchItem => {
      const icon = <Dynamic component={page.icon} size={16} aria-hidden="true" />;
      return { id: page.href, label: page.label(text()), icon, onChoose: go(page.href) };
    });
    const found = typed().trim() === '' ? [] : (dataOf(books)?.items ?? []);
    const titles = found.map(
      (book): SearchItem => ({
        id: book.id,
        label: book.book_name,
        detail: book.publisher,
        icon: <BookOpen size={16} aria-hidden="true" />,
        onChoose: go(paths.book(book.id)),
      }),
    );
    return [...[...offered, ...pages].filter(matches), ...titles];
  };
}

/** What makes two texts alike to somebody who types quickly. */
function folded(label: string): string {
  return label.normalize('NFD').replaceAll(/\p{M}/gu, '').toLocaleLowerCase();
}
