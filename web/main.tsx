import { render } from 'solid-js/web';
import { createSession } from './access/session.tsx';
import { App } from './app.tsx';
import { createLanguages } from './i18n/language.tsx';
import { createTheme } from './shell/theme.ts';

/** Where the API is: the origin that serves the panel, unless the build names another. */
const API_BASE_URL = import.meta.env.VITE_API_BASE_URL || location.origin;

const theme = createTheme();
const [languages, session] = await Promise.all([createLanguages(), createSession(API_BASE_URL)]);
const root = document.getElementById('root');
if (!root) throw new Error('index.html has lost its root.');
render(() => <App languages={languages} session={session} theme={theme} />, root);
