import Search from 'lucide-solid/icons/search';
import { createEffect, createSignal, createUniqueId, For, type JSX, on, Show } from 'solid-js';

export interface SearchItem {
  readonly id: string;
  readonly label: string;
  /** Beside the label, in a softer tone. */
  readonly detail?: string;
  readonly icon?: JSX.Element;
  readonly onChoose: () => void;
}

export interface SearchListProps {
  readonly label: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly items: readonly SearchItem[];
  /** Told when there is no item. */
  readonly none: string;
}

/** A field over a list that is gone through by the arrows and chosen from by Enter (ARIA combobox). */
export function SearchList(props: SearchListProps) {
  const listId = createUniqueId();
  const [active, setActive] = createSignal(0);
  createEffect(
    on(
      () => props.value,
      () => setActive(0),
    ),
  );
  const idOf = (index: number) => `${listId}-${index}`;
  const activeIndex = () => Math.min(active(), props.items.length - 1);

  function move(by: number): void {
    const count = props.items.length;
    if (count === 0) return;
    setActive((activeIndex() + by + count) % count);
    document.getElementById(idOf(active()))?.scrollIntoView({ block: 'nearest' });
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'ArrowDown') move(1);
    else if (event.key === 'ArrowUp') move(-1);
    else if (event.key === 'Enter') props.items[activeIndex()]?.onChoose();
    else return;
    event.preventDefault();
  }

  return (
    <div class="flex min-h-0 flex-col">
      <div class="relative border-b border-line">
        <Search
          size={16}
          aria-hidden="true"
          class="pointer-events-none absolute inset-y-0 start-4 my-auto text-soft"
        />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={props.items.length > 0 ? idOf(activeIndex()) : undefined}
          aria-label={props.label}
          placeholder={props.label}
          autocomplete="off"
          autofocus
          class="w-full bg-transparent py-3 ps-11 pe-4 outline-none placeholder:text-soft"
          value={props.value}
          onInput={(event) => props.onInput(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
      </div>
      <div
        role="listbox"
        id={listId}
        aria-label={props.label}
        tabindex="-1"
        class="max-h-80 overflow-y-auto p-1.5"
      >
        <For each={props.items}>
          {(item, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field has the keys for all of them
            <div
              role="option"
              id={idOf(index())}
              tabIndex={-1}
              aria-selected={index() === activeIndex()}
              class="flex min-h-9 cursor-pointer items-center gap-3 rounded-md px-3 py-1.5 text-sm aria-selected:bg-accent-ground"
              onMouseMove={() => setActive(index())}
              onClick={() => item.onChoose()}
            >
              {item.icon}
              <span class="truncate">{item.label}</span>
              <Show when={item.detail}>
                <span class="ms-auto shrink-0 ps-4 text-xs text-soft">{item.detail}</span>
              </Show>
            </div>
          )}
        </For>
      </div>
      <Show when={props.items.length === 0}>
        <p class="px-5 pb-5 text-sm text-soft" role="status">
          {props.none}
        </p>
      </Show>
    </div>
  );
}
