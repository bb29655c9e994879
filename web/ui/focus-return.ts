/**
 * Gives focus back to where it was before a dialog opened, which a dialog without a trigger of its own
 * does not do by itself, or to the page's content where that place is gone. To be spread onto its
 * content. At first it goes to what has `autofocus`, where anything has.
 */
export function makeFocusReturn() {
  let before: Element | null = null;
  return {
    onOpenAutoFocus(event: Event) {
      before = document.activeElement;
      const first = (event.currentTarget as Element).querySelector('[autofocus]'); // the content's
      if (!(first instanceof HTMLElement)) return;
      event.preventDefault();
      first.focus();
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      const place = before?.isConnected ? before : document.getElementById('content');
      if (place instanceof HTMLElement) place.focus();
    },
  };
}
