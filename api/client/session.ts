import { login, refresh, type TokenAnswer } from '../contract/access.ts';
import { type ApiClient, createApiClient, type TokenSource } from './api-client.ts';
import { ApiError } from './api-error.ts';

/** A token is renewed when it has less than this left. */
const RENEW_BEFORE_SECONDS = 30;

/** What a session keeps between calls, and between runs where its store outlives them. */
export interface SessionTokens {
  readonly accessToken: string;
  /** RFC 3339. */
  readonly expiresAt: string;
  readonly refreshToken: string;
}

export interface SessionStore {
  load(): Promise<SessionTokens | undefined>;
  /** Undefined forgets the session. */
  save(tokens: SessionTokens | undefined): Promise<void>;
}

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface SessionOptions {
  readonly baseUrl: string;
  readonly store: SessionStore;
  /** Signs in with them when there is no session, or it has ended. */
  readonly credentials?: Credentials;
  readonly fetch?: typeof fetch;
}

/** Keeps a session alive: refreshes its access token in time, one refresh for all who wait. */
export function createSession(options: SessionOptions): TokenSource {
  const { store, credentials } = options;
  const client = createApiClient(options);
  let renewing: Promise<string | undefined> | undefined;

  async function replace(): Promise<string | undefined> {
    const held = await store.load();
    let answer = held && (await refreshTokens(client, held.refreshToken));
    if (held && !answer) {
      // Another process that shares the store may have renewed it, or signed in again.
      const now = await store.load();
      if (now && now.refreshToken !== held.refreshToken) return now.accessToken;
    }
    answer ??= credentials && (await signIn(client, credentials));
    await store.save(answer);
    return answer?.accessToken;
  }

  const renewOnce = () => {
    renewing ??= replace().finally(() => {
      renewing = undefined;
    });
    return renewing;
  };

  return {
    async get() {
      const held = await store.load();
      const fresh = held && secondsLeft(held) > RENEW_BEFORE_SECONDS;
      return fresh ? held.accessToken : renewOnce();
    },
    async renew(stale) {
      // Somebody else may have renewed it while this call was under way.
      const held = await store.load();
      return held && held.accessToken !== stale ? held.accessToken : renewOnce();
    },
  };
}

/** @throws ApiError `auth.bad_credentials` | `auth.throttled` */
export async function signIn(client: ApiClient, credentials: Credentials): Promise<SessionTokens> {
  const { body } = await client.call(login, { body: credentials });
  return tokensOf(body);
}

async function refreshTokens(
  client: ApiClient,
  refreshToken: string,
): Promise<SessionTokens | undefined> {
  try {
    const { body } = await client.call(refresh, { body: { refresh_token: refreshToken } });
    return tokensOf(body);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'auth.refresh_invalid') return undefined;
    throw error;
  }
}

function tokensOf({ access_token, expires_in, refresh_token }: TokenAnswer): SessionTokens {
  return {
    accessToken: access_token,
    expiresAt: new Date(Date.now() + expires_in * 1000).toISOString(),
    refreshToken: refresh_token ?? '',
  };
}

function secondsLeft({ expiresAt }: SessionTokens): number {
  return (Date.parse(expiresAt) - Date.now()) / 1000;
}
