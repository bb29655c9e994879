import { createContext, createSignal, type ParentProps, useContext } from 'solid-js';
import { type ApiClient, createApiClient, type TokenSource } from '../../api/client/api-client.ts';
import { ApiError } from '../../api/client/api-error.ts';
import { login, logout, refresh, type TokenAnswer } from '../../api/contract/access.ts';

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_MS = 30_000;

export type SessionUser = TokenAnswer['user'];

/**
 * Where the session stands. `ended` is one that was open here and is no more: what was under way
 * waits until its user has signed in again.
 */
export type SessionState = 'signed-out' | 'signed-in' | 'ended';

/** Who uses the panel. The access token lives in memory alone; the refresh token in a cookie no script can read. */
export interface Session {
  state(): SessionState;
  user(): SessionUser | undefined;
  /** Calls the API with the session's token. */
  readonly api: ApiClient;
  /** @throws ApiError `auth.bad_credentials` | `auth.throttled` */
  signIn(credentials: { email: string; password: string }): Promise<void>;
  signOut(): Promise<void>;
}

interface HeldToken {
  readonly text: string;
  /** On the clock of `performance.now()`. */
  readonly goodUntil: number;
}

/** @param baseUrl of the API. Resolves when it is known whether a session is open. */
export async function createSession(baseUrl: string): Promise<Session> {
  const withCookie: typeof fetch = (url, init) => fetch(url, { ...init, credentials: 'include' });
  const open = createApiClient({ baseUrl, fetch: withCookie });
  const [state, setState] = createSignal<SessionState>('signed-out');
  const [user, setUser] = createSignal<SessionUser>();
  let held: HeldToken | undefined;
  let renewing: Promise<string | undefined> | undefined;
  let signedInAgain = Promise.withResolvers<void>();

  function hold({ access_token, expires_in, user: who }: TokenAnswer): string {
    held = { text: access_token, goodUntil: performance.now() + expires_in * 1000 };
    setUser(who);
    setState('signed-in');
    return access_token;
  }

  /** A new token by the cookie, or none where no session is open. */
  async function renew(): Promise<string | undefined> {
    try {
      return hold((await open.call(refresh, { body: {} })).body);
    } catch (error) {
      if (error instanceof ApiError && error.code === 'auth.refresh_invalid') return undefined;
      throw error;
    }
  }

  async function renewOrWait(): Promise<string | undefined> {
    const renewed = await renew();
    if (renewed !== undefined || state() === 'signed-out') return renewed;
    setState('ended');
    await signedInAgain.promise;
    return held?.text;
  }

  function renewOnce(): Promise<string | undefined> {
    renewing ??= renewOrWait().finally(() => {
      renewing = undefined;
    });
    return renewing;
  }

  const tokens: TokenSource = {
    async get() {
      if (state() === 'signed-out') return undefined;
      const isFresh = held && held.goodUntil - performance.now() > RENEW_BEFORE_MS;
      return isFresh ? held?.text : renewOnce();
    },
    async renew(stale) {
      return held && held.text !== stale ? held.text : renewOnce();
    },
  };
  const api = createApiClient({ baseUrl, tokens, fetch: withCookie });

  await renew().catch(() => undefined); // the sign-in page tells what is wrong when it is used
  return {
    state,
    user,
    api,
    async signIn(credentials) {
      const before = user();
      const { body } = await open.call(login, { body: { ...credentials, cookie: true } });
      hold(body);
      signedInAgain.resolve();
      signedInAgain = Promise.withResolvers();
      // Nobody goes on with what somebody else had begun.
      if (before && before.id !== body.user.id) location.reload();
    },
    async signOut() {
      const authorization = held && `Bearer ${held.text}`;
      await open.call(logout, { headers: { authorization }, body: {} });
      held = undefined;
      setUser(undefined);
      setState('signed-out');
    },
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
