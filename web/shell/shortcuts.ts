import { onCleanup } from 'solid-js';
import type { Text } from '../i18n/en.ts';

/** Keys that do something anywhere but in a field. */
export interface Shortcut {
  /** One key, or two pressed one after the other: `?`, `g b`. `mod` is Ctrl, or ⌘ on a Mac. */
  readonly keys: string;
  readonly label: (text: Text) => string;
  readonly run: () => void;
}

const KEPT_AS = 'dcs.shortcuts';

/**
 * Whether keys without a modifier do anything. Not everybody wants them: speech input and unsteady
 * hands press them unasked (WCAG 2.1.4).
 */
export function arePlainKeysOn(): boolean {
  return localStorage.getItem(KEPT_AS) !== 'off';
}

/** Remembered in this browser. */
export function turnPlainKeys(on: boolean): void {
  localStorage.setItem(KEPT_AS, on ? 'on' : 'off');
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
    if (!isMod && (isTaken(event.target) || !arePlainKeysOn())) return;
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

const TAKERS =
  'input, textarea, select, [contenteditable], [role="dialog"], [role="menu"], [role="listbox"]';

/** Whether a key would be text here; dialogs, menus and lists keep their keys to themselves as well. */
function isTaken(target: EventTarget | null): boolean {
  if (!(target instanceof Element)) return false;
  return target.closest(TAKERS) !== null;
}
