import { createContext, type ParentProps, useContext } from 'solid-js';
import { type ApiClient, createApiClient } from '../../api/client/api-client.ts';
import { ApiError } from '../../api/client/api-error.ts';
import { login, logout, refresh, type TokenAnswer } from '../../api/contract/access.ts';
import { paths } from '../paths.ts';
import { createTokens, type SessionState, type SessionUser } from './tokens.ts';

/** Who uses the panel. The refresh token is in a cookie no script can read. */
export interface Session {
  state(): SessionState;
  user(): SessionUser | undefined;
  /** Calls the API with the session's token. */
  readonly api: ApiClient;
  /** @throws ApiError `auth.bad_credentials` | `auth.throttled` */
  signIn(credentials: { email: string; password: string }): Promise<void>;
  /** Leads to the sign-in page, which begins anew: nothing of this user is left for the next. */
  signOut(): Promise<void>;
}

/**
 * @param baseUrl of the API. Resolves when it is known whether a session is open.
 * @throws whatever keeps that from being known, such as an UnreachableError
 */
export async function createSession(baseUrl: string): Promise<Session> {
  const withCookie: typeof fetch = (url, init) => fetch(url, { ...init, credentials: 'include' });
  const open = createApiClient({ baseUrl, fetch: withCookie });
  const inTurn = createTurns();
  const askByCookie = () => inTurn(() => tokenByCookie(open));
  const tokens = createTokens(askByCookie);
  const found = await askByCookie();
  if (found) tokens.take(found);
  return {
    state: tokens.state,
    user: tokens.user,
    api: createApiClient({ baseUrl, tokens, fetch: withCookie }),
    async signIn(credentials) {
      const body = { ...credentials, cookie: true };
      tokens.take((await inTurn(() => open.call(login, { body }))).body);
    },
    async signOut() {
      await inTurn(() => {
        const held = tokens.held();
        const authorization = held && `Bearer ${held}`;
        return open.call(logout, { headers: { authorization }, body: {} });
      });
      tokens.drop();
      location.replace(import.meta.env.BASE_URL + paths.signIn().slice(1));
    },
  };
}

/** A new token by the cookie, or none where no session is open. */
async function tokenByCookie(open: ApiClient): Promise<TokenAnswer | undefined> {
  try {
    return (await open.call(refresh, { body: {} })).body;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'auth.refresh_invalid') return undefined;
    throw error;
  }
}

/** What changes the cookie goes one by one, so that no renewal under way outlives a sign-out. */
function createTurns(): <T>(ask: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (ask) => {
    const turn = last.then(ask);
    last = turn.catch(() => undefined);
    return turn;
  };
}

const SessionContext = createContext<Session>();

export function SessionProvider(props: ParentProps<{ session: Session }>) {
  return <SessionContext.Provider value={props.session}>{props.children}</SessionContext.Provider>;
}

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no SessionProvider around this.');
  return session;
}

/** The API, as the signed-in user calls it. */
export function useApi(): ApiClient {
  return useSession().api;
}
