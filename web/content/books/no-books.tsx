import BookOpen from 'lucide-solid/icons/book-open';
import { Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

const NO_FILTERS = { q: undefined, status: undefined, publisher: undefined };

/** Stands where the books would: there are none, or the filters leave none. */
export function NoBooks(props: { readonly params: ListParams }) {
  const text = useText();
  const isFiltered = () =>
    Object.keys(NO_FILTERS).some((name) => props.params.get(name) !== undefined);
  return (
    <Show
      when={isFiltered()}
      fallback={
        <EmptyState
          icon={<BookOpen size={40} />}
          title={text().books.none}
          hint={text().books.noneHint}
        />
      }
    >
      <EmptyState
        icon={<BookOpen size={40} />}
        title={text().books.noMatch}
        hint={text().books.noMatchHint}
        action={
          <Button onClick={() => props.params.set(NO_FILTERS)}>{text().books.clearFilters}</Button>
        }
      />
    </Show>
  );
}
