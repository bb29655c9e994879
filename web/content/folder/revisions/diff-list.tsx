import { Show } from 'solid-js';
import type { DifferenceBody } from '../../../../api/contract/revisions.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import type { Change, DiffRow } from './diff-rows.ts';

const ROW_PX = 32;
const VISIBLE_ROWS = 14;
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
  return (
    <VirtualList
      label={text().folder.differences}
      count={props.rows.length}
      rowHeight={ROW_PX}
      visibleRows={VISIBLE_ROWS}
      row={(index) => (
        <Show when={props.rows[index]}>
          {(row) => <DiffLine row={row()} isCut={props.isCut} />}
        </Show>
      )}
    />
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
          <span class="text-sm font-semibold">
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
          <span class="flex min-w-0 grow items-center gap-3 text-sm">
            <span class={`w-3 shrink-0 text-center font-semibold ${MARKS[props.row.change].class}`}>
              {MARKS[props.row.change].sign}
            </span>
            <span class="min-w-0 grow truncate" title={difference().path}>
              {difference().path}
            </span>
            <Sizes difference={difference()} />
          </span>
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
