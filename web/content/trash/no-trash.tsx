import { A } from '@solidjs/router';
import Trash from 'lucide-solid/icons/trash';
import { Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

const NO_FILTERS = { q: undefined, type: undefined, deleted_by: undefined };

/** Stands where the deletions would: there are none, or the filters leave none. */
export function NoTrash(props: { readonly params: ListParams }) {
  const text = useText();
  const isFiltered = () =>
    Object.keys(NO_FILTERS).some((name) => props.params.get(name) !== undefined);
  return (
    <Show
      when={isFiltered()}
      fallback={
        <EmptyState
          icon={<Trash size={40} />}
          title={text().trash.none}
          hint={text().trash.noneHint}
          action={
            <A href={paths.books()} class={buttonClass()}>
              {text().trash.toBooks}
            </A>
          }
        />
      }
    >
      <EmptyState
        icon={<Trash size={40} />}
        title={text().trash.noMatch}
        hint={text().trash.noMatchHint}
        action={
          <Button onClick={() => props.params.set(NO_FILTERS)}>{text().trash.clearFilters}</Button>
        }
      />
    </Show>
  );
}
