import { Show } from 'solid-js';
import { LANGUAGES, useLanguages, useText } from '../../i18n/language.tsx';
import { THEMES } from '../../shell/theme.ts';
import { useTheme } from '../../shell/theme-context.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { useSession } from '../session.tsx';
import { PasswordForm } from './password-form.tsx';
import { SettingsCard } from './settings-card.tsx';

/** What everybody sets for themselves. */
export function ProfileSection() {
  const text = useText();
  const session = useSession();
  return (
    <>
      <SettingsCard title={text().settings.account}>
        <Show when={session.user()}>
          {(user) => (
            <dl class="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
              <dt class="text-soft">{text().settings.email}</dt>
              <dd class="break-all">{user().email}</dd>
              <dt class="text-soft">{text().settings.role}</dt>
              <dd>{text().settings.roles[user().role]}</dd>
            </dl>
          )}
        </Show>
      </SettingsCard>
      <SettingsCard title={text().settings.passwordTitle} hint={text().settings.passwordHint}>
        <PasswordForm />
      </SettingsCard>
      <LookCard />
    </>
  );
}

function LookCard() {
  const text = useText();
  const theme = useTheme();
  const languages = useLanguages();
  const themes = () => ({
    auto: text().shell.themes.auto,
    light: text().shell.themes.light,
    dark: text().shell.themes.dark,
  });
  return (
    <SettingsCard title={text().settings.look}>
      <RadioGroup
        label={text().shell.theme}
        value={theme.current()}
        options={THEMES.map((value) => ({ value, label: themes()[value] }))}
        onChoose={theme.choose}
      />
      <RadioGroup
        label={text().shell.language}
        value={languages.current()}
        options={LANGUAGES.map((value) => ({ value, label: text().settings.languages[value] }))}
        onChoose={(language) => void languages.choose(language)}
      />
    </SettingsCard>
  );
}
