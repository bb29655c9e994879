import { DropdownMenu } from '@kobalte/core/dropdown-menu';
import Check from 'lucide-solid/icons/check';
import CircleUser from 'lucide-solid/icons/circle-user';
import LogOut from 'lucide-solid/icons/log-out';
import { For } from 'solid-js';
import { useSession } from '../access/session.tsx';
import { LANGUAGES, type Language, useLanguages, useText } from '../i18n/language.tsx';
import { LANGUAGE_NAMES } from '../i18n/language-names.ts';
import { useTellError } from '../ui/tell-error.ts';
import { THEMES, type ThemeName } from './theme.ts';
import { useTheme } from './theme-context.tsx';

const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-2.5 rounded-md px-2.5 py-1.5 text-sm outline-none data-highlighted:bg-raised';

/** Who is signed in, how the panel looks to them, and the way out. Open when it is first shown. */
export function AccountMenu(props: { readonly label: string }) {
  const text = useText();
  const languages = useLanguages();
  const theme = useTheme();
  const session = useSession();
  const tellError = useTellError();
  const email = () => session.user()?.email ?? '';
  return (
    <DropdownMenu defaultOpen modal={false} placement="bottom-end" gutter={4}>
      <DropdownMenu.Trigger
        aria-label={props.label}
        title={props.label}
        class="grid size-9 place-items-center rounded-lg hover:bg-raised"
      >
        <CircleUser size={20} aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content class="z-50 w-60 rounded-xl border border-line bg-surface p-1.5 shadow-float">
          <p class="truncate px-2.5 py-1.5 text-sm font-medium">{email()}</p>
          <DropdownMenu.Separator class="my-1.5 border-line" />
          <Radios<ThemeName>
            label={text().shell.theme}
            value={theme.current()}
            options={THEMES.map((value) => ({ value, label: text().shell.themes[value] }))}
            onChoose={theme.choose}
          />
          <DropdownMenu.Separator class="my-1.5 border-line" />
          <Radios<Language>
            label={text().shell.language}
            value={languages.current()}
            options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
            onChoose={(language) => void languages.choose(language)}
          />
          <DropdownMenu.Separator class="my-1.5 border-line" />
          <DropdownMenu.Item class={ITEM} onSelect={() => void session.signOut().catch(tellError)}>
            <LogOut size={16} aria-hidden="true" />
            {text().access.signOut}
          </DropdownMenu.Item>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu>
  );
}

interface RadiosProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

function Radios<Value extends string>(props: RadiosProps<Value>) {
  return (
    <DropdownMenu.RadioGroup
      value={props.value}
      onChange={(value) => props.onChoose(value as Value)} // one of the options
    >
      <DropdownMenu.GroupLabel class="px-2.5 py-1 text-xs font-medium text-soft">
        {props.label}
      </DropdownMenu.GroupLabel>
      <For each={props.options}>
        {(option) => (
          <DropdownMenu.RadioItem value={option.value} class={ITEM}>
            <span class="grid size-4 place-items-center">
              <DropdownMenu.ItemIndicator>
                <Check size={16} aria-hidden="true" />
              </DropdownMenu.ItemIndicator>
            </span>
            {option.label}
          </DropdownMenu.RadioItem>
        )}
      </For>
    </DropdownMenu.RadioGroup>
  );
}
