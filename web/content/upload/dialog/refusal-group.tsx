import { Show } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import type { FolderRefusals } from '../review/check-folder.ts';
import { useUploadText } from '../upload-text.ts';

const ROW_PX = 28;
const VISIBLE_ROWS = 5;

/** One reason, what to do about it, and the paths it is of. */
export function RefusalGroup(props: { readonly entries: FolderRefusals['entries'] }) {
  const words = useUploadText();
  const format = useFormat();
  const reason = () => {
    const [first] = props.entries;
    if (!first) return '';
    const { limit = 0, actual = 0 } = first;
    const { count } = format();
    return words().refusals[first.code]({ limit: count(limit), actual: count(actual) });
  };
  const paths = () => props.entries.filter(({ path }) => path !== undefined);
  const told = (index: number) => {
    const { path = '', other } = paths()[index] ?? {};
    return other === undefined ? path : `${path} ${words().collidesWith(other)}`;
  };
  return (
    <div class="flex flex-col gap-2">
      <p class="text-sm font-medium">{reason()}</p>
      <Show when={paths().length > 0}>
        <VirtualList
          label={reason()}
          count={paths().length}
          rowHeight={ROW_PX}
          visibleRows={VISIBLE_ROWS}
          row={(index) => (
            <span class="truncate text-sm" title={told(index)}>
              {told(index)}
            </span>
          )}
        />
      </Show>
    </div>
  );
}
