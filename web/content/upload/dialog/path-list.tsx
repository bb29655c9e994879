import { Show } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import { useUploadText } from '../upload-text.ts';

const ROW_PX = 28;
const VISIBLE_ROWS = 6;

export interface PathListProps {
  readonly title: string;
  readonly paths: readonly string[];
  /** How many there are, of which `paths` may be the first. */
  readonly total: number;
}

/** Paths under a title that can be closed; nothing where there are none. */
export function PathList(props: PathListProps) {
  const words = useUploadText();
  const format = useFormat();
  return (
    <Show when={props.paths.length > 0}>
      <details open>
        <summary class="mb-2 cursor-pointer text-sm font-medium">
          {props.title}
          <Show when={props.paths.length < props.total}>
            <span class="font-normal text-soft">
              {' '}
              ({words().firstOf(format().count(props.paths.length), format().count(props.total))})
            </span>
          </Show>
        </summary>
        <VirtualList
          label={props.title}
          count={props.paths.length}
          rowHeight={ROW_PX}
          visibleRows={VISIBLE_ROWS}
          row={(index) => (
            <span class="truncate text-sm" title={props.paths[index]}>
              {props.paths[index]}
            </span>
          )}
        />
      </details>
    </Show>
  );
}
