import { onCleanup } from 'solid-js';
import type { Text } from '../i18n/en.ts';

/** Keys that do something anywhere but in a field. */
export interface Shortcut {
  /** One key, or two pressed one after the other: `?`, `g b`. `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: string;
  readonly label: (text: Text) => string;
  readonly run: () => void;
}

/** Within which the second key of two must come. */
const SEQUENCE_MS = 1000;
const MODIFIERS = ['Alt', 'Control', 'Meta', 'Shift'];

/** Listens for shortcuts as long as its owner lives. */
export function listenForShortcuts(shortcuts: readonly Shortcut[]): void {
  let before = { key: '', at: 0 };

  function onKeyDown(event: KeyboardEvent): void {
    const isMod = event.ctrlKey || event.metaKey;
    if (MODIFIERS.includes(event.key) || event.altKey || event.defaultPrevented) return;
    if (!isMod && isTyping(event.target)) return;
    const key = isMod ? `mod ${event.key.toLowerCase()}` : event.key;
    const isSoon = event.timeStamp - before.at < SEQUENCE_MS;
    const pressed = [...(isSoon ? [`${before.key} ${key}`] : []), key];
    before = { key, at: event.timeStamp };
    const shortcut = shortcuts.find(({ keys }) => pressed.includes(keys));
    if (!shortcut) return;
    event.preventDefault();
    shortcut.run();
  }

  addEventListener('keydown', onKeyDown);
  onCleanup(() => removeEventListener('keydown', onKeyDown));
}

/** Whether a key would be text here; a dialog keeps its keys to itself as well. */
function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest('input, textarea, select, [contenteditable], [role="dialog"]') !== null;
}
