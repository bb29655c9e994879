import { A } from '@solidjs/router';
import { For } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { useText } from '../i18n/language.tsx';
import { paths } from '../paths.ts';
import { PAGES } from './pages.ts';

/** The way to every page: at the side where there is room, else along the bottom. */
export function Navigation() {
  const text = useText();
  return (
    <nav
      aria-label={text().shell.navigation}
      class="fixed inset-x-0 bottom-0 z-30 border-t border-line bg-surface lg:sticky lg:inset-auto lg:top-0 lg:flex lg:h-dvh lg:w-60 lg:shrink-0 lg:flex-col lg:border-e lg:border-t-0"
    >
      <A href={paths.dashboard()} class="hidden items-center gap-3 px-5 py-5 font-semibold lg:flex">
        <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="28" height="28" />
        {text().common.productName}
      </A>
      <ul class="flex justify-around lg:flex-col lg:gap-1 lg:px-3">
        <For each={PAGES}>
          {(page) => (
            <li class="min-w-0 max-lg:flex-1">
              <A
                href={page.href}
                end={page.href === paths.dashboard()}
                class="flex h-full flex-col items-center gap-0.5 rounded-lg px-0.5 py-2 text-[11px] lg:flex-row lg:gap-3 lg:px-3 lg:text-sm"
                activeClass="bg-accent-ground text-accent lg:font-semibold"
                inactiveClass="text-soft hover:bg-raised hover:text-ink"
              >
                <Dynamic component={page.icon} size={18} aria-hidden="true" />
                <span class="max-w-full text-center leading-tight wrap-break-word lg:truncate">
                  {page.label(text())}
                </span>
              </A>
            </li>
          )}
        </For>
      </ul>
    </nav>
  );
}
