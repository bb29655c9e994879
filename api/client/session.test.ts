import { expect, test } from 'vitest';
import { createSession, type SessionStore, type SessionTokens } from './session.ts';

const LAPSED = '2020-01-01T00:00:00.000Z';
const old: SessionTokens = { accessToken: 'a1', expiresAt: LAPSED, refreshToken: 'r1' };
const credentials = { email: 'ada@example.com', password: 'swordfish' };

/** A store other processes write too. */
function sharedStore(held: SessionTokens | undefined) {
  const store = { held } as { held: SessionTokens | undefined } & SessionStore;
  store.load = async () => store.held;
  store.save = async (tokens) => {
    store.held = tokens;
  };
  return store;
}

function answer(status: number, body: object): Response {
  const type = status === 200 ? 'application/json' : 'application/problem+json';
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });
}

const refused = () =>
  answer(401, { code: 'auth.refresh_invalid', status: 401, title: 'Ended', request_id: 'r' });
const granted = () => answer(200, { access_token: 'a9', expires_in: 900, refresh_token: 'r9' });

test('a refused refresh takes what another process has stored in the meantime', async () => {
  const store = sharedStore(old);
  const theirs = { accessToken: 'a2', expiresAt: LAPSED, refreshToken: 'r2' };
  const asked: string[] = [];
  const session = createSession({
    baseUrl: 'http://api',
    store,
    credentials,
    fetch: async (url) => {
      asked.push(String(url));
      store.held = theirs;
      return refused();
    },
  });
  expect(await session.get()).toBe('a2');
  expect(store.held).toBe(theirs);
  expect(asked).toEqual(['http://api/auth/refresh']);
});

test('a refused refresh signs in again where there are credentials', async () => {
  const store = sharedStore(old);
  const session = createSession({
    baseUrl: 'http://api',
    store,
    credentials,
    fetch: async (url) => (String(url).endsWith('/login') ? granted() : refused()),
  });
  expect(await session.get()).toBe('a9');
  expect(store.held).toMatchObject({ refreshToken: 'r9' });
});

test('a refused refresh without credentials forgets the session', async () => {
  const store = sharedStore(old);
  const fetch = async () => refused();
  expect(await createSession({ baseUrl: 'http://api', store, fetch }).get()).toBeUndefined();
  expect(store.held).toBeUndefined();
});

test('many who wait share one refresh', async () => {
  let refreshes = 0;
  const session = createSession({
    baseUrl: 'http://api',
    store: sharedStore(old),
    fetch: async () => {
      refreshes += 1;
      return granted();
    },
  });
  expect(await Promise.all([session.get(), session.get(), session.renew('a1')])).toEqual([
    'a9',
    'a9',
    'a9',
  ]);
  expect(refreshes).toBe(1);
});
