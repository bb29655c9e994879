/**
 * Gives focus back to where it was before a dialog opened, which a dialog without a trigger of its own
 * does not do by itself. To be spread onto its content.
 */
export function makeFocusReturn() {
  let before: Element | null = null;
  return {
    onOpenAutoFocus() {
      before = document.activeElement;
    },
    onCloseAutoFocus(event: Event) {
      event.preventDefault();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    },
  };
}
