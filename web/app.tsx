import { Route, Router } from '@solidjs/router';
import { QueryClient, QueryClientProvider } from '@tanstack/solid-query';
import { ApiError } from '../api/client/api-error.ts';
import { type Session, SessionProvider } from './access/session.tsx';
import { SignInPage } from './access/sign-in-page.tsx';
import { LanguageProvider, type Languages } from './i18n/language.tsx';
import { lazyPage } from './lazy-page.ts';
import { Frame } from './shell/frame.tsx';
import { NotFoundPage } from './shell/not-found-page.tsx';
import type { Theme } from './shell/theme.ts';
import { ThemeProvider } from './shell/theme-context.tsx';

/** What was fetched is taken as it is for so long; a page shown again asks anew after that. */
const FRESH_MS = 5000;
const MAX_TRIES = 2;

const BooksPage = lazyPage(() => import('./content/books/books-page.tsx'), 'BooksPage');
const BookPage = lazyPage(() => import('./content/book/book-page.tsx'), 'BookPage');
const BuildPage = lazyPage(() => import('./content/build/build-page.tsx'), 'BuildPage');

export interface AppProps {
  readonly languages: Languages;
  readonly session: Session;
  readonly theme: Theme;
}

/** The panel: its providers around its routes. */
export function App(props: AppProps) {
  const queries = new QueryClient({
    defaultOptions: { queries: { staleTime: FRESH_MS, retry: mayPass } },
  });
  return (
    <LanguageProvider languages={props.languages}>
      <ThemeProvider theme={props.theme}>
        <SessionProvider session={props.session}>
          <QueryClientProvider client={queries}>
            <Router base="/panel">
              <Route path="/sign-in" component={SignInPage} />
              <Route component={Frame}>
                <Route path="/books" component={BooksPage} />
                <Route path="/books/:id" component={BookPage} />
                <Route path="/builds/:platform/:version" component={BuildPage} />
                <Route path="*" component={NotFoundPage} />
              </Route>
            </Router>
          </QueryClientProvider>
        </SessionProvider>
      </ThemeProvider>
    </LanguageProvider>
  );
}

/** What the API refuses stays refused; what could not answer may, the next time. */
function mayPass(failures: number, error: Error): boolean {
  const isRefusal = error instanceof ApiError && error.status < 500;
  return !isRefusal && failures < MAX_TRIES;
}
