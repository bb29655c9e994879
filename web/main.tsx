import { render } from 'solid-js/web';
import { createSessionStart } from './access/session-start.ts';
import { App } from './app.tsx';
import { createLanguages } from './i18n/language.tsx';
import { reloadWhenOutdated } from './reload-when-outdated.ts';
import { createTheme } from './shell/theme.ts';

/** Where the API is: the origin that serves the panel, unless the build names another. */
const API_BASE_URL = import.meta.env.VITE_API_BASE_URL || location.origin;

reloadWhenOutdated();
const theme = createTheme();
const sessionStart = createSessionStart(API_BASE_URL);
const languages = await createLanguages();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has lost its root.');
render(() => <App languages={languages} sessionStart={sessionStart} theme={theme} />, root);
