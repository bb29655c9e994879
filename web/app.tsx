import { Navigate, Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { ApiError } from '../api/client/api-error.ts';
import { SessionGate } from './access/session-gate.tsx';
import type { SessionStart } from './access/session-start.ts';
import { UploadsProvider } from './content/upload/uploads.tsx';
import { LanguageProvider, type Languages } from './i18n/language.tsx';
import { lazyNamed } from './lazy-named.ts';
import { paths, SETTINGS_SECTIONS } from './paths.ts';
import { Frame } from './shell/frame.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import type { Theme } from './shell/theme.ts';
import { ThemeProvider } from './shell/theme-context.tsx';

/** What was fetched is taken as it is for so long; a page shown again asks anew after that. */
const FRESH_MS = 5000;
const MAX_TRIES = 2;

const SignInPage = lazyNamed(() => import('./access/sign-in-page.tsx'), 'SignInPage');
const DashboardPage = lazyNamed(
  () => import('./content/dashboard/dashboard-page.tsx'),
  'DashboardPage',
);
const BuildsPage = lazyNamed(() => import('./content/builds/builds-page.tsx'), 'BuildsPage');
const BooksPage = lazyNamed(() => import('./content/books/books-page.tsx'), 'BooksPage');
const BookPage = lazyNamed(() => import('./content/book/book-page.tsx'), 'BookPage');
const BuildPage = lazyNamed(() => import('./content/build/build-page.tsx'), 'BuildPage');
const TrashPage = lazyNamed(() => import('./content/trash/trash-page.tsx'), 'TrashPage');
const AuditPage = lazyNamed(() => import('./content/audit/audit-page.tsx'), 'AuditPage');
const SettingsPage = lazyNamed(() => import('./access/settings/settings-page.tsx'), 'SettingsPage');

export interface AppProps {
  readonly languages: Languages;
  readonly sessionStart: SessionStart;
  readonly theme: Theme;
}

/** The panel: its providers around its routes. */
export function App(props: AppProps) {
  const queries = new QueryClient({
    // Rows that are the same stay the same, with the focus that is in them.
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: mayPass, reconcile: 'id' } },
  });
  return (
    <LanguageProvider languages={props.languages}>
      <ThemeProvider theme={props.theme}>
        <SessionGate start={props.sessionStart}>
          <QueryClientProvider client={queries}>
            <UploadsProvider>
              <Router base="/panel">
                <Route path="/sign-in" component={SignInPage} />
                <Route component={Frame}>
                  <Route path="/" component={DashboardPage} />
                  <Route path="/books" component={BooksPage} />
                  <Route path="/books/:id" component={BookPage} />
                  <Route path="/builds" component={BuildsPage} />
                  <Route path="/builds/:platform/:version" component={BuildPage} />
                  <Route path="/trash" component={TrashPage} />
                  <Route path="/audit" component={AuditPage} />
                  <Route path="/settings" component={SettingsStart} />
                  <Route
                    path="/settings/:section"
                    matchFilters={{ section: [...SETTINGS_SECTIONS] }}
                    component={SettingsPage}
                  />
                  <Route path="*" component={NotFoundPage} />
                </Route>
              </Router>
            </UploadsProvider>
          </QueryClientProvider>
        </SessionGate>
      </ThemeProvider>
    </LanguageProvider>
  );
}

function SettingsStart() {
  return <Navigate href={paths.settings('profile')} />;
}

/** What the API refuses stays refused; what could not answer may, the next time. */
function mayPass(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status < 500;
  return !isRefusal && failures < MAX_TRIES;
}
