import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import Check from 'lucide-solid/icons/check';
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal';
import { For, type ParentProps } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import type { DataColumn } from './column.ts';
import type { KeptTableLook } from './table-look.ts';

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-raised';

export interface TableLookMenuProps<Row> {
  readonly look: KeptTableLook;
  readonly columns: readonly DataColumn<Row>[];
}

/** Which columns a table shows, how close its rows stand, and whether keys change its widths. */
export function TableLookMenu<Row>(props: TableLookMenuProps<Row>) {
  const text = useText();
  return (
    <DropdownMenu modal={false} placement="bottom-end" gutter={4}>
      <DropdownMenu.Trigger
        aria-label={text().common.tableLook}
        title={text().common.tableLook}
        class="grid size-9 shrink-0 place-items-center rounded-lg border border-control bg-surface hover:bg-raised"
      >
        <SlidersHorizontal size={16} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="z-50 min-w-48 rounded-xl border border-line bg-surface p-1.5 shadow-float">
          <DropdownMenu.Group>
            <DropdownMenu.GroupLabel class="px-2.5 py-1.5 text-xs font-medium text-soft">
              {text().common.columns}
            </DropdownMenu.GroupLabel>
            <For each={props.columns.slice(1)}>
              {(column) => (
                <Item
                  checked={props.look.get().shown[column.id] ?? true}
                  onChange={(shown) =>
                    props.look.change({ shown: { ...props.look.get().shown, [column.id]: shown } })
                  }
                >
                  {column.header}
                </Item>
              )}
            </For>
          </DropdownMenu.Group>
          <DropdownMenu.Separator class="my-1.5 border-line" />
          <Item
            checked={props.look.get().isDense}
            onChange={(isDense) => props.look.change({ isDense })}
          >
            {text().common.dense}
          </Item>
          <Item
            checked={props.look.get().isSizedByKeyboard}
            onChange={(isSizedByKeyboard) => props.look.change({ isSizedByKeyboard })}
          >
            {text().common.sizedByKeyboard}
          </Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

function Item(
  props: ParentProps<{ readonly checked: boolean; readonly onChange: (checked: boolean) => void }>,
) {
  return (
    <DropdownMenu.CheckboxItem
      checked={props.checked}
      closeOnSelect={false}
      onChange={(checked) => props.onChange(checked)}
      class={ITEM}
    >
      <span class="grid size-4 place-items-center">
        <DropdownMenu.ItemIndicator>
          <Check size={16} aria-hidden="true" />
        </DropdownMenu.ItemIndicator>
      </span>
      {props.children}
    </DropdownMenu.CheckboxItem>
  );
}
