import { createVirtualizer } from '@tanstack/solid-virtual';
import { For, type JSX } from 'solid-js';

const OVERSCAN = 8;

export interface VirtualListProps {
  /** Read out in place of a heading. */
  readonly label: string;
  readonly count: number;
  /** Pixels. */
  readonly rowHeight: number;
  /** Of the list, in rows; a shorter list takes no more than it needs. */
  readonly visibleRows: number;
  readonly row: (index: number) => JSX.Element;
}

/** A list of any length, of which only what is seen is in the page. Scrolls by keyboard as well. */
export function VirtualList(props: VirtualListProps) {
  let frame: HTMLDivElement | undefined;
  const virtualizer = createVirtualizer({
    get count() {
      return props.count;
    },
    getScrollElement: () => frame ?? null,
    estimateSize: () => props.rowHeight,
    overscan: OVERSCAN,
  });
  return (
    <section
      ref={frame}
      aria-label={props.label}
      tabindex="0"
      class="overflow-y-auto rounded-lg border border-line"
      style={{ height: `${Math.min(props.count, props.visibleRows) * props.rowHeight + 2}px` }}
    >
      <ul class="relative" style={{ height: `${virtualizer.getTotalSize()}px` }}>
        <For each={virtualizer.getVirtualItems()}>
          {(item) => (
            <li
              class="absolute inset-x-0 flex items-center px-3"
              style={{ height: `${item.size}px`, transform: `translateY(${item.start}px)` }}
              aria-setsize={props.count}
              aria-posinset={item.index + 1}
            >
              {props.row(item.index)}
            </li>
          )}
        </For>
      </ul>
    </section>
  );
}
