import { Navigate, useLocation } from '@solidjs/router';
import { type ParentProps, Show, Suspense } from 'solid-js';
import { useSession } from '../access/session.tsx';
import { SessionEndedModal } from '../access/session-ended-modal.tsx';
import { useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { Skeleton } from '../ui/skeleton.tsx';
import { Toasts } from '../ui/toasts.tsx';
import { Navigation } from './navigation.tsx';
import { TopBar } from './top-bar.tsx';

/** What stands around every page of somebody who is signed in. */
export function Frame(props: ParentProps) {
  const text = useText();
  const session = useSession();
  const location = useLocation();
  return (
    <Show
      when={session.state() !== 'signed-out'}
      fallback={
        <Navigate
          href={paths.signIn(location.pathname.replace(/^\/panel/, '') + location.search)}
        />
      }
    >
      <a
        href="#content"
        class="sr-only focus:not-sr-only focus:absolute focus:z-60 focus:m-2 focus:rounded-lg focus:bg-surface focus:p-3"
      >
        {text().shell.skip}
      </a>
      <div class="flex min-h-dvh flex-col lg:flex-row">
        <Navigation />
        <div class="flex min-w-0 grow flex-col">
          <TopBar />
          <main id="content" tabindex="-1" class="grow outline-none">
            <Suspense fallback={<Skeleton lines={6} class="mx-auto max-w-7xl px-8 py-6" />}>
              {props.children}
            </Suspense>
          </main>
        </div>
      </div>
      <SessionEndedModal />
      <Toasts />
    </Show>
  );
}
