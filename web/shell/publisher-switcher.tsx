import { useLocation } from '@solidjs/router';
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down';
import { createSignal, Show, Suspense } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { lazyNamed } from '../lazy-named.ts';

const PublisherPalette = lazyNamed(() => import('./publisher-palette.tsx'), 'PublisherPalette');

/** Tells whose books are shown, and lets another publisher be chosen. */
export function PublisherSwitcher() {
  const text = useText();
  const location = useLocation();
  const [isOpen, setOpen] = createSignal(false);
  const chosen = () => [location.query.publisher ?? []].flat()[0] ?? text().shell.allPublishers;
  return (
    <>
      <button
        type="button"
        aria-label={`${text().shell.publisher}: ${chosen()}`}
        aria-haspopup="dialog"
        class="flex h-9 min-w-0 items-center gap-2 rounded-lg px-3 text-sm font-medium hover:bg-raised"
        onClick={() => setOpen(true)}
      >
        <span class="truncate">{chosen()}</span>
        <ChevronsUpDown size={16} aria-hidden="true" class="shrink-0 text-soft" />
      </button>
      <Suspense>
        <Show when={isOpen()}>
          <PublisherPalette onClose={() => setOpen(false)} />
        </Show>
      </Suspense>
    </>
  );
}
