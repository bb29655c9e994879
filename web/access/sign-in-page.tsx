import { Navigate, useSearchParams } from '@solidjs/router';
import { Show } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { Title } from '../ui/title.tsx';
import { useSession } from './session.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Signs in, and goes on to the page that was asked for. */
export function SignInPage() {
  const text = useText();
  const session = useSession();
  const [search] = useSearchParams<{ next?: string }>();
  return (
    <Show
      when={session.state() === 'signed-out'}
      fallback={<Navigate href={placeOf(search.next)} />}
    >
      <main class="grid min-h-dvh place-items-center bg-canvas p-4">
        <Title>{text().access.signIn}</Title>
        <div class="w-full max-w-sm rounded-2xl border border-line bg-surface p-7 shadow-float">
          <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="40" height="40" />
          <h1 class="mt-4 mb-6 text-xl font-semibold">{text().access.signInTitle}</h1>
          <SignInForm />
        </div>
      </main>
    </Show>
  );
}

/** A place of the panel; whatever else a link may have put there leads to the dashboard. */
function placeOf(next: string | undefined): string {
  const isOurs = next?.startsWith('/') && !next.startsWith('//') && !next.includes('\\');
  return isOurs && next ? next : paths.dashboard();
}
