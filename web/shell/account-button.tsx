import CircleUser from 'lucide-solid/icons/circle-user';
import { createSignal, Show, Suspense } from 'solid-js';
import { useSession } from '../access/session.tsx';
import { useText } from '../i18n/language.tsx';
import { lazyNamed } from '../lazy-named.ts';

const AccountMenu = lazyNamed(() => import('./account-menu.tsx'), 'AccountMenu');

/** Opens the account's menu, whose code comes when it is asked for. */
export function AccountButton() {
  const text = useText();
  const session = useSession();
  const [isWanted, setWanted] = createSignal(false);
  const label = () => text().access.signedInAs(session.user()?.email ?? '');
  const button = () => (
    <button
      type="button"
      aria-label={label()}
      aria-haspopup="menu"
      aria-expanded="false"
      title={label()}
      class="grid size-9 place-items-center rounded-lg hover:bg-raised"
      onClick={() => setWanted(true)}
    >
      <CircleUser size={20} aria-hidden="true" />
    </button>
  );
  return (
    <Show when={isWanted()} fallback={button()}>
      <Suspense fallback={button()}>
        <AccountMenu label={label()} />
      </Suspense>
    </Show>
  );
}
