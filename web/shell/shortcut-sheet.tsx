import { For } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { Modal } from '../ui/modal.tsx';
import type { Shortcut } from './shortcuts.ts';

const MOD = /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl';

export interface ShortcutSheetProps {
  readonly onClose: () => void;
  readonly shortcuts: readonly Shortcut[];
}

/** Every shortcut with what it does. */
export function ShortcutSheet(props: ShortcutSheetProps) {
  const text = useText();
  return (
    <Modal open onClose={props.onClose} title={text().shell.shortcuts}>
      <dl class="grid grid-cols-[1fr_auto] items-center gap-y-2.5 text-sm">
        <For each={props.shortcuts}>
          {({ keys, label }) => (
            <>
              <dt>{label(text())}</dt>
              <dd class="flex justify-end gap-1">
                <For each={keys.split(' ')}>
                  {(key) => (
                    <kbd class="min-w-7 rounded-md border border-control bg-raised px-2 py-0.5 text-center font-sans text-xs">
                      {key === 'mod' ? MOD : key.toUpperCase()}
                    </kbd>
                  )}
                </For>
              </dd>
            </>
          )}
        </For>
      </dl>
    </Modal>
  );
}
