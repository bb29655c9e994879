import { createSignal } from 'solid-js';
import type { Notice } from './notice.ts';

const [isNotified, setNotified] = createSignal(false);

/** Whether there was anything to tell yet, so that there must be a place for it. */
export { isNotified };

/** Tells something at the edge of the page, which goes away by itself. */
export function notify(notice: Notice): void {
  setNotified(true);
  void import('./toasts.tsx').then(({ showToast }) => showToast(notice));
}
