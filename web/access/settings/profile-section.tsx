import { createUniqueId, Show } from 'solid-js';
import { LANGUAGES, useLanguages, useText } from '../../i18n/language.tsx';
import { LANGUAGE_NAMES } from '../../i18n/language-names.ts';
import { arePlainKeysOn, turnPlainKeys } from '../../shell/shortcuts.ts';
import { THEMES } from '../../shell/theme.ts';
import { useTheme } from '../../shell/theme-context.tsx';
import { Card } from '../../ui/card.tsx';
import { RadioGroup } from '../../ui/radio-group.tsx';
import { useSession } from '../session.tsx';
import { PasswordForm } from './password-form.tsx';

/** What everybody sets for themselves. */
export function ProfileSection() {
  const text = useText();
  const session = useSession();
  return (
    <>
      <Card class="max-w-2xl" title={text().settings.account}>
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
      </Card>
      <Card class="max-w-2xl" title={text().settings.passwordTitle}>
        <p class="mb-4 text-sm text-soft">{text().settings.passwordHint}</p>
        <PasswordForm />
      </Card>
      <LookCard />
      <ShortcutsCard />
    </>
  );
}

function LookCard() {
  const text = useText();
  const theme = useTheme();
  const languages = useLanguages();
  return (
    <Card class="max-w-2xl" title={text().settings.look}>
      <div class="flex flex-col gap-4">
        <RadioGroup
          label={text().shell.theme}
          value={theme.current()}
          options={THEMES.map((value) => ({ value, label: text().shell.themes[value] }))}
          onChoose={theme.choose}
        />
        <RadioGroup
          label={text().shell.language}
          value={languages.current()}
          options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
          onChoose={(language) => void languages.choose(language)}
        />
      </div>
    </Card>
  );
}

function ShortcutsCard() {
  const text = useText();
  const hintId = createUniqueId();
  return (
    <Card class="max-w-2xl" title={text().shell.shortcuts}>
      <label class="inline-flex min-h-9 cursor-pointer items-center gap-2 text-sm">
        <input
          type="checkbox"
          class="size-4 accent-accent"
          checked={arePlainKeysOn()}
          aria-describedby={hintId}
          onChange={(event) => turnPlainKeys(event.currentTarget.checked)}
        />
        {text().shell.plainKeys}
      </label>
      <p id={hintId} class="mt-1 text-sm text-soft">
        {text().shell.plainKeysHint}
      </p>
    </Card>
  );
}
