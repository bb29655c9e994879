import { type JSX, Show } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../button.tsx';
import { EmptyState } from '../empty-state.tsx';
import type { ListParams } from './list-params.ts';

export interface EmptyListProps {
  readonly params: ListParams;
  /** The names of what may narrow the list down. */
  readonly filters: readonly string[];
  readonly icon: JSX.Element;
  /** Where there is nothing at all. */
  readonly none: { readonly title: string; readonly hint: string };
  /** The next thing to do then. */
  readonly action?: JSX.Element;
  /** Where the filters leave nothing. */
  readonly noMatch: string;
}

/** Stands where a list would, and tells whether there is nothing or the filters leave nothing. */
export function EmptyList(props: EmptyListProps) {
  const text = useText();
  const isFiltered = () => props.filters.some((name) => props.params.get(name) !== undefined);
  const clear = () =>
    props.params.set(Object.fromEntries(props.filters.map((name) => [name, undefined])));
  return (
    <Show
      when={isFiltered()}
      fallback={<EmptyState icon={props.icon} {...props.none} action={props.action} />}
    >
      <EmptyState
        icon={props.icon}
        title={props.noMatch}
        hint={text().common.noMatchHint}
        action={<Button onClick={clear}>{text().common.clearFilters}</Button>}
      />
    </Show>
  );
}
