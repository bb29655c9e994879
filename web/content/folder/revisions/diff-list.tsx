import { createVirtualizer } from '@tanstack/solid-virtual';
import { For, Show } from 'solid-js';
import type { DifferenceBody } from '../../../../api/contract/revisions.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import type { Change, DiffRow } from './diff-rows.ts';

const ROW_PX = 32;
const MARKS: Readonly<Record<Change, { readonly sign: string; readonly class: string }>> = {
  added: { sign: '+', class: 'text-good' },
  changed: { sign: '~', class: 'text-warn' },
  removed: { sign: '−', class: 'text-danger' },
};

export interface DiffListProps {
  readonly rows: readonly DiffRow[];
  /** There is more than is shown. */
  readonly isCut: boolean;
}

/** A list of differences, of which only those in view are in the page. */
export function DiffList(props: DiffListProps) {
  const text = useText();
  let scroller: HTMLDivElement | undefined;
  const lines = createVirtualizer({
    get count() {
      return props.rows.length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => ROW_PX,
    overscan: 12,
  });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list of which only a part is there at a time
    <div
      ref={scroller}
      role="list"
      tabindex="0"
      aria-label={text().folder.differences}
      class="max-h-[min(28rem,60dvh)] overflow-y-auto rounded-lg border border-line text-sm"
    >
      <div role="none" class="relative" style={{ height: `${lines.getTotalSize()}px` }}>
        <For each={lines.getVirtualItems()}>
          {(line) => (
            // biome-ignore lint/a11y/useSemanticElements: as above
            <div
              role="listitem"
              aria-posinset={line.index + 1}
              aria-setsize={props.rows.length}
              class="absolute inset-x-0 flex h-8 items-center gap-3 px-3"
              style={{ transform: `translateY(${line.start}px)` }}
            >
              <Show when={props.rows[line.index]}>
                {(row) => <DiffLine row={row()} isCut={props.isCut} />}
              </Show>
            </div>
          )}
        </For>
      </div>
    </div>
  );
}

function DiffLine(props: { readonly row: DiffRow; readonly isCut: boolean }) {
  const text = useText();
  const format = useFormat();
  const head = () => (props.row.kind === 'head' ? props.row : undefined);
  const item = () => (props.row.kind === 'item' ? props.row.difference : undefined);
  return (
    <>
      <Show when={head()}>
        {(group) => (
          <span class="font-semibold">
            {text().folder.group[group().change]}{' '}
            <span class="font-normal text-soft">
              {format().count(group().count)}
              {props.isCut ? '+' : ''}
            </span>
          </span>
        )}
      </Show>
      <Show when={item()}>
        {(difference) => (
          <>
            <span class={`w-3 shrink-0 text-center font-semibold ${MARKS[props.row.change].class}`}>
              {MARKS[props.row.change].sign}
            </span>
            <span class="min-w-0 grow truncate" title={difference().path}>
              {difference().path}
            </span>
            <Sizes difference={difference()} />
          </>
        )}
      </Show>
    </>
  );
}

function Sizes(props: { readonly difference: DifferenceBody }) {
  const text = useText();
  const format = useFormat();
  const told = () => {
    const { type, size, previous_size } = props.difference;
    if (type !== 'file') return text().folder.kinds[type];
    const now = format().bytes(size);
    return previous_size === undefined ? now : `${format().bytes(previous_size)} → ${now}`;
  };
  return <span class="shrink-0 text-xs text-soft tabular-nums">{told()}</span>;
}
