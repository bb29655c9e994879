import ArrowDown from 'lucide-solid/icons/arrow-down';
import ArrowUp from 'lucide-solid/icons/arrow-up';
import { Show } from 'solid-js';
import { wideClass } from './column.ts';
import type { ShownColumn } from './create-columns.ts';

export interface HeaderCellProps<Row> {
  readonly shown: ShownColumn<Row>;
  readonly sort: string | undefined;
  readonly onSort: ((sort: string) => void) | undefined;
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
      aria-sort={direction()}
      style={{ '--width': `${props.shown.width()}px` }}
      class={`group relative px-3 py-2 font-medium first:ps-4 md:w-(--width) ${wideClass(column())} ${
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
      <div
        aria-hidden="true"
        class="absolute inset-y-1.5 end-0 w-1.5 cursor-col-resize touch-none rounded opacity-0 group-hover:opacity-100 hover:bg-control"
        onMouseDown={(event) => props.shown.onResizeStart(event)}
        onTouchStart={(event) => props.shown.onResizeStart(event)}
      />
    </th>
  );
}
