import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { Show } from 'solid-js';
import { wideClass } from './column.ts';
import type { ShownColumn } from './create-columns.ts';
import { WidthHandle } from './width-handle.tsx';

export interface HeaderCellProps<Row> {
  readonly shown: ShownColumn<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
  readonly isSizedByKeyboard: boolean;
}

/** The head of a column: sorts by it, and has a handle to drag it wider. */
export function HeaderCell<Row>(props: HeaderCellProps<Row>) {
  const column = () => props.shown.column;
  const direction = () => {
    if (props.sort === column().id) return 'ascending';
    return props.sort === `-${column().id}` ? 'descending' : undefined;
  };
  const next = () => (direction() === 'ascending' ? `-${column().id}` : column().id);
  return (
    <th
      scope="col"
      // Else it is called as its handle is, too, at each of its cells.
      aria-label={props.isSizedByKeyboard ? column().header : undefined}
      aria-sort={direction()}
      style={{ '--width': `${props.shown.width()}px` }}
      class={`relative px-3 py-2 font-medium first:ps-4 md:w-(--width) ${wideClass(column())} ${
        column().alignEnd ? 'text-end' : 'text-start'
      }`}
    >
      <Show
        when={column().sortable && props.onSort}
        fallback={<span class="block truncate">{column().header}</span>}
      >
        {(onSort) => (
          <button
            type="button"
            class="inline-flex max-w-full items-center gap-1 rounded py-0.5 hover:text-ink"
            classList={{ 'text-ink': direction() !== undefined }}
            onClick={() => onSort()(next())}
          >
            <span class="truncate">{column().header}</span>
            <Show when={direction() === 'ascending'}>
              <ArrowUp size={14} aria-hidden="true" />
            </Show>
            <Show when={direction() === 'descending'}>
              <ArrowDown size={14} aria-hidden="true" />
            </Show>
          </button>
        )}
      </Show>
      <WidthHandle shown={props.shown} byKeyboard={props.isSizedByKeyboard} />
    </th>
  );
}
