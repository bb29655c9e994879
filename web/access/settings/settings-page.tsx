import { A, useParams } from '@solidjs/router';
import type { LucideProps } from 'lucide-solid';
import MonitorSmartphone from 'lucide-solid/icons/monitor-smartphone';
import UserRound from 'lucide-solid/icons/user-round';
import UsersRound from 'lucide-solid/icons/users-round';
import { type Component, For } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useText } from '../../i18n/language.tsx';
import { paths, SETTINGS_SECTIONS, type SettingsSection } from '../../paths.ts';
import { Page } from '../../ui/page.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SessionsSection } from './sessions-section.tsx';
import { UsersSection } from './users-section.tsx';

interface Section {
  readonly icon: Component<LucideProps>;
  readonly content: Component;
}

const SECTIONS: Readonly<Record<SettingsSection, Section>> = {
  profile: { icon: UserRound, content: ProfileSection },
  users: { icon: UsersRound, content: UsersSection },
  sessions: { icon: MonitorSmartphone, content: SessionsSection },
};

/** What concerns whoever is signed in, and who may sign in. Its route lets no other section through. */
export function SettingsPage() {
  const text = useText();
  const params = useParams<{ section: SettingsSection }>();
  return (
    <Page title={text().settings.title}>
      <div class="grid items-start gap-6 lg:grid-cols-[11rem_minmax(0,1fr)]">
        <nav aria-label={text().settings.title}>
          <ul class="flex flex-wrap gap-1 lg:flex-col">
            <For each={SETTINGS_SECTIONS}>
              {(section) => (
                <li>
                  <A
                    href={paths.settings(section)}
                    class="flex min-h-9 items-center gap-2.5 rounded-lg px-3 py-1.5 text-sm"
                    activeClass="bg-accent-ground font-semibold text-accent"
                    inactiveClass="text-soft hover:bg-raised hover:text-ink"
                  >
                    <Dynamic component={SECTIONS[section].icon} size={16} aria-hidden="true" />
                    {text().settings.sections[section]}
                  </A>
                </li>
              )}
            </For>
          </ul>
        </nav>
        <div class="flex min-w-0 flex-col gap-5">
          <Dynamic component={SECTIONS[params.section].content} />
        </div>
      </div>
    </Page>
  );
}
