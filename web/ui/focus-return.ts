/**
 * Gives focus back to where it was before a dialog opened, which a dialog without a trigger of its own
 * does not do by itself, or to the page's content where that place is gone. To be spread onto its
 * content.
 */
export function makeFocusReturn() {
  let before: Element | null = null;
  return {
    onOpenAutoFocus() {
      before = document.activeElement;
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      const place = before?.isConnected ? before : document.getElementById('content');
      if (place instanceof HTMLElement) place.focus();
    },
  };
}
