import CircleUser from 'lucide-solid/icons/circle-user';
import LogOut from 'lucide-solid/icons/log-out';
import { useSession } from '../access/session.tsx';
import { useText } from '../i18n/language.tsx';
import { Menu } from '../ui/menu.tsx';

/** What can be done from every page. */
export function TopBar() {
  const text = useText();
  const session = useSession();
  return (
    <header class="sticky top-0 z-20 flex items-center gap-2 border-b border-line bg-surface px-4 py-2 sm:px-8">
      <div class="grow" />
      <Menu
        label={text().access.signedInAs(session.user()?.email ?? '')}
        trigger={<CircleUser size={20} aria-hidden="true" />}
        items={[
          {
            label: text().access.signOut,
            icon: <LogOut size={16} aria-hidden="true" />,
            onSelect: () => void session.signOut(),
          },
        ]}
      />
    </header>
  );
}
