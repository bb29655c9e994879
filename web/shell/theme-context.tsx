import { createContext, type ParentProps, useContext } from 'solid-js';
import type { Theme } from './theme.ts';

const ThemeContext = createContext<Theme>();

export function ThemeProvider(props: ParentProps<{ theme: Theme }>) {
  return <ThemeContext.Provider value={props.theme}>{props.children}</ThemeContext.Provider>;
}

export function useTheme(): Theme {
  const theme = useContext(ThemeContext);
  if (!theme) throw new Error('There is no ThemeProvider around this.');
  return theme;
}
