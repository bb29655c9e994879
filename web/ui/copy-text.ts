import type { Text } from '../i18n/en.ts';
import { notify } from './notify.ts';

/** Copies it, and tells so; where the browser does not let pages do that, shows it to be copied by hand. */
export async function copyText(what: string, text: Text): Promise<void> {
  try {
    await navigator.clipboard.writeText(what);
    notify({ title: text.common.copied });
  } catch {
    notify({ title: text.common.copyByHand, detail: what, tone: 'danger' });
  }
}
