import { createSignal } from 'solid-js';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type ThemeName = (typeof THEMES)[number];

const KEPT_AS = 'dcs.theme';

export interface Theme {
  current(): ThemeName;
  choose(theme: ThemeName): void;
}

/** Begins with the theme chosen last; `auto` follows the system. */
export function createTheme(): Theme {
  const kept = THEMES.find((theme) => theme === localStorage.getItem(KEPT_AS));
  const [current, setCurrent] = createSignal<ThemeName>(kept ?? 'auto');
  const show = (theme: ThemeName) => {
    document.documentElement.dataset.theme = theme;
  };
  show(current());
  return {
    current,
    choose(theme) {
      localStorage.setItem(KEPT_AS, theme);
      setCurrent(theme);
      show(theme);
    },
  };
}
