import { Navigate, useLocation, useNavigate } from '@solidjs/router';
import { createSignal, type ParentProps, Show, Suspense } from 'solid-js';
import { useSession } from '../access/session.tsx';
import { useText } from '../i18n/language.tsx';
import { lazyNamed } from '../lazy-named.ts';
import { paths } from '../paths.ts';
import { isNotified } from '../ui/notify.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Navigation } from './navigation.tsx';
import { PageActionsProvider } from './page-actions.tsx';
import { PAGES } from './pages.ts';
import { listenForShortcuts, type Shortcut } from './shortcuts.ts';
import { TopBar } from './top-bar.tsx';

const CommandPalette = lazyNamed(() => import('./command-palette.tsx'), 'CommandPalette');
const Toasts = lazyNamed(() => import('../ui/toasts.tsx'), 'Toasts');
const UploadDesk = lazyNamed(() => import('../content/upload/upload-desk.tsx'), 'UploadDesk');
const ShortcutSheet = lazyNamed(() => import('./shortcut-sheet.tsx'), 'ShortcutSheet');
const SessionEndedModal = lazyNamed(
  () => import('../access/session-ended-modal.tsx'),
  'SessionEndedModal',
);

const BASE = /^\/panel(?=\/|$)/;

/** What stands around every page of somebody who is signed in. */
export function Frame(props: ParentProps) {
  const session = useSession();
  const location = useLocation();
  const asked = () => location.pathname.replace(BASE, '') + location.search;
  return (
    <Show
      when={session.state() !== 'signed-out'}
      fallback={<Navigate href={paths.signIn(asked())} />}
    >
      <PageActionsProvider>
        <SignedInFrame>{props.children}</SignedInFrame>
      </PageActionsProvider>
    </Show>
  );
}

function SignedInFrame(props: ParentProps) {
  const text = useText();
  const session = useSession();
  const navigate = useNavigate();
  const [isPaletteOpen, setPaletteOpen] = createSignal(false);
  const [isSheetOpen, setSheetOpen] = createSignal(false);
  const shortcuts: readonly Shortcut[] = [
    { keys: 'mod k', label: ({ shell }) => shell.palette, run: () => setPaletteOpen(true) },
    { keys: '?', label: ({ shell }) => shell.shortcuts, run: () => setSheetOpen(true) },
    { keys: '/', label: ({ shell }) => shell.focusSearch, run: focusSearch },
    ...PAGES.map(({ key, label, href }) => ({
      keys: `g ${key}`,
      label,
      run: () => navigate(href),
    })),
  ];
  listenForShortcuts(shortcuts);
  return (
    <>
      <a
        href="#content"
        class="sr-only focus:not-sr-only focus:absolute focus:z-60 focus:m-2 focus:rounded-lg focus:bg-surface focus:p-3"
      >
        {text().shell.skip}
      </a>
      <div class="flex min-h-dvh flex-col pb-16 lg:flex-row lg:pb-0">
        <Navigation />
        <div class="flex min-w-0 grow flex-col">
          <TopBar onSearch={() => setPaletteOpen(true)} />
          <main id="content" tabindex="-1" class="grow outline-none">
            <Suspense fallback={<Skeleton lines={6} class="mx-auto max-w-7xl px-8 py-6" />}>
              {props.children}
            </Suspense>
          </main>
        </div>
      </div>
      <Suspense>
        <UploadDesk />
      </Suspense>
      <Suspense>
        <Show when={isPaletteOpen()}>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Show>
        <Show when={isSheetOpen()}>
          <ShortcutSheet onClose={() => setSheetOpen(false)} shortcuts={shortcuts} />
        </Show>
        <Show when={session.state() === 'ended'}>
          <SessionEndedModal />
        </Show>
      </Suspense>
      <Suspense>
        <Show when={isNotified()}>
          <Toasts />
        </Show>
      </Suspense>
    </>
  );
}

/** To the search of the page, where it has one. */
function focusSearch(): void {
  document.querySelector<HTMLInputElement>('main input[type="search"]')?.focus();
}
