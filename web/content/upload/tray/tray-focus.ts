export const TRAY_ID = 'upload-tray';

/** Focuses the tray, or the page's content where no upload is left in it. */
export function focusTray(): void {
  const place = document.getElementById(TRAY_ID) ?? document.getElementById('content');
  place?.focus();
}
