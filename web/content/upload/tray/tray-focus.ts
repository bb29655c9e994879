export const TRAY_ID = 'upload-tray';

/** Focuses the tray, or the page's content where no upload is left in it. */
export function focusTray(): void {
  const place = document.getElementById(TRAY_ID) ?? document.getElementById('content');
  place?.focus();
}

/** What a button does that may go away by it: then the focus stays in the tray. */
export function stayingInTray(act: () => void): () => void {
  return () => {
    act();
    if (document.activeElement === document.body) focusTray();
  };
}
