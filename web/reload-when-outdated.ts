const KEPT_AS = 'dcs.reloaded';
/** A second reload within so long would not help either. */
const ONCE_MS = 30_000;

/**
 * Loads the page anew when a part of it cannot be loaded, as after another version of the panel took the
 * place of the one this tab began with.
 */
export function reloadWhenOutdated(): void {
  addEventListener('vite:preloadError', (event) => {
    const last = Number(sessionStorage.getItem(KEPT_AS) ?? 0);
    if (Date.now() - last < ONCE_MS) return;
    event.preventDefault();
    sessionStorage.setItem(KEPT_AS, String(Date.now()));
    location.reload();
  });
}
