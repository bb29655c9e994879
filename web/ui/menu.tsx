import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import { For, type JSX } from 'solid-js';

export interface MenuItem {
  readonly label: string;
  readonly icon?: JSX.Element;
  readonly danger?: boolean;
  readonly disabledReason?: string | undefined;
  readonly onSelect: () => void;
}

export interface MenuProps {
  /** What the menu is of; read out where the trigger shows an icon alone. */
  readonly label: string;
  readonly trigger: JSX.Element;
  readonly triggerClass?: string;
  readonly items: readonly MenuItem[];
}

/**
 * What can be done, behind a button. It is done once the focus is back on the button, so that a dialog
 * it opens knows where the focus goes when it closes.
 */
export function Menu(props: MenuProps) {
  let chosen: MenuItem | undefined;
  const doChosen = () => {
    chosen?.onSelect();
    chosen = undefined;
  };
  return (
    <DropdownMenu modal={false} placement="bottom-end" gutter={4}>
      <DropdownMenu.Trigger
        aria-label={props.label}
        title={props.label}
        class={props.triggerClass ?? 'grid size-9 place-items-center rounded-lg hover:bg-raised'}
      >
        {props.trigger}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          class="z-50 min-w-44 rounded-xl border border-line bg-surface p-1.5 shadow-float"
          onCloseAutoFocus={() => queueMicrotask(doChosen)}
        >
          <For each={props.items}>
            {(item) => (
              <DropdownMenu.Item
                disabled={item.disabledReason !== undefined}
                title={item.disabledReason}
                class="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-3 py-1.5 text-sm outline-none data-disabled:cursor-not-allowed data-disabled:opacity-60 data-highlighted:bg-raised"
                classList={{ 'text-danger': item.danger === true }}
                onSelect={() => {
                  chosen = item;
                }}
              >
                {item.icon}
                {item.label}
              </DropdownMenu.Item>
            )}
          </For>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}
