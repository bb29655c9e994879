import ScrollText from 'lucide-solid/icons/scroll-text';
import { Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import type { ListParams } from '../../ui/table/list-params.ts';

const NO_FILTERS = {
  actor: undefined,
  action: undefined,
  target_id: undefined,
  from: undefined,
  to: undefined,
};

/** Stands where the events would: there are none, or the filters leave none. */
export function NoEvents(props: { readonly params: ListParams }) {
  const text = useText();
  const isFiltered = () =>
    Object.keys(NO_FILTERS).some((name) => props.params.get(name) !== undefined);
  return (
    <Show
      when={isFiltered()}
      fallback={
        <EmptyState
          icon={<ScrollText size={40} />}
          title={text().audit.none}
          hint={text().audit.noneHint}
        />
      }
    >
      <EmptyState
        icon={<ScrollText size={40} />}
        title={text().audit.noMatch}
        hint={text().audit.noMatchHint}
        action={
          <Button onClick={() => props.params.set(NO_FILTERS)}>{text().audit.clearFilters}</Button>
        }
      />
    </Show>
  );
}
