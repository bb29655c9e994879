import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  type CallInit,
  createTestApp,
  createTestUser,
  TEST_PASSWORD,
  type TestApp,
} from '../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: TestApp;
let email: string;

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
});
beforeEach(async () => {
  email = `${crypto.randomUUID()}@example.com`;
  await createTestUser(database, email);
});
afterAll(() => database.close());

async function signIn(): Promise<Tokens> {
  const body = { email, password: TEST_PASSWORD };
  return (await app.call<Tokens>('/auth/login', { body })).body;
}

const refresh = (refreshToken: string, on = app) =>
  on.call<Tokens>('/auth/refresh', { body: { refresh_token: refreshToken } });

const REFRESH_INVALID = { status: 401, body: { code: 'auth.refresh_invalid' } };

/** The same database, `seconds` later. */
async function later<T>(seconds: number, work: (on: TestApp) => Promise<T>): Promise<T> {
  const pool = database.open({ 'dcs.clock_offset': `${seconds} seconds` });
  try {
    const on = createTestApp(pool);
    on.clock.advance(seconds);
    return await work(on);
  } finally {
    await pool.close();
  }
}

describe('refreshing', () => {
  it('gives a new pair, and goes on so', async () => {
    const first = await signIn();
    const second = await refresh(first.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.refresh_token).not.toBe(first.refresh_token);
    const third = await refresh(second.body.refresh_token);
    const me = await app.call('/auth/me', { token: third.body.access_token });
    expect(me.body).toMatchObject({ email });
  });

  it('takes the previous token for 30 s more, since two tabs may hold it', async () => {
    const { refresh_token } = await signIn();
    await refresh(refresh_token);
    // Not 29: real time passes as well.
    const sibling = await later(20, (on) => refresh(refresh_token, on));
    expect(sibling.status).toBe(200);
  });

  it('revokes the whole family when a token comes again after that', async () => {
    const first = await signIn();
    const second = await refresh(first.refresh_token);
    await later(31, async (on) => {
      expect(await refresh(first.refresh_token, on)).toMatchObject(REFRESH_INVALID);
      expect(await refresh(second.body.refresh_token, on)).toMatchObject(REFRESH_INVALID);
      const me = await on.call('/auth/me', { token: second.body.access_token });
      expect(me).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
    });
    const events = await database.query.execute(sql`
      SELECT action FROM audit_events WHERE target_name = ${email} AND target_type = 'session'
      ORDER BY at, id`);
    expect(events.map(({ action }) => action)).toEqual(['session.open', 'session.reuse_detected']);
  });

  it('lets tabs that refresh at the same instant all go on', async () => {
    const { refresh_token } = await signIn();
    const answers = await Promise.all(Array.from({ length: 8 }, () => refresh(refresh_token)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(8);
  });

  it('refuses a token that is unknown, expired, or of a disabled user', async () => {
    expect(await refresh('unknown')).toMatchObject(REFRESH_INVALID);
    const { refresh_token } = await signIn();
    expect(await later(3601, (on) => refresh(refresh_token, on))).toMatchObject(REFRESH_INVALID);
    await database.query.execute(sql`UPDATE users SET disabled_at = now() WHERE email = ${email}`);
    expect(await refresh(refresh_token)).toMatchObject(REFRESH_INVALID);
  });

  it('works from the cookie, for requests no plain form can send', async () => {
    const login = await app.call('/auth/login', {
      body: { email, password: TEST_PASSWORD, cookie: true },
    });
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const send = (init: CallInit) =>
      app.call('/auth/refresh', { method: 'POST', ...init, headers: { cookie, ...init.headers } });
    const answer = await send({ body: {} });
    expect(answer.status).toBe(200);
    expect(answer.body).not.toHaveProperty('refresh_token');
    expect(answer.headers.get('set-cookie')).toMatch(/^dcs_refresh=/);
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
      const forged = await send({ body: 'a=b', headers: { 'content-type': type } });
      expect(forged.status).toBe(415);
    }
    expect((await send({})).status).toBe(415);
  });

  it('without a token anywhere is refused', async () => {
    expect(await app.call('/auth/refresh', { body: {} })).toMatchObject(REFRESH_INVALID);
  });
});

describe('signing out', () => {
  it('ends the family and the access token, and repeats', async () => {
    const held = await signIn();
    const out = () =>
      app.call('/auth/logout', {
        body: { refresh_token: held.refresh_token },
        token: held.access_token,
      });
    expect((await app.call('/auth/me', { token: held.access_token })).status).toBe(200);
    expect((await out()).status).toBe(204);
    expect((await out()).status).toBe(204);
    expect(await refresh(held.refresh_token)).toMatchObject(REFRESH_INVALID);
  });

  it('is honoured within 30 s by a replica that has the token cached', async () => {
    const held = await signIn();
    const other = createTestApp(database);
    const me = () => other.call('/auth/me', { token: held.access_token });
    expect((await me()).status).toBe(200);
    await app.call('/auth/logout', { method: 'POST', token: held.access_token });
    other.clock.advance(30);
    expect((await me()).status).toBe(401);
  });

  it('ends every access token of the session, not only the one at hand', async () => {
    const first = await signIn();
    const second = (await refresh(first.refresh_token)).body;
    await app.call('/auth/logout', { body: { refresh_token: second.refresh_token } });
    const other = createTestApp(database);
    for (const token of [first.access_token, second.access_token]) {
      expect((await other.call('/auth/me', { token })).status).toBe(401);
    }
  });

  it('of nobody is no error', async () => {
    expect((await app.call('/auth/logout', { method: 'POST' })).status).toBe(204);
    expect((await app.call('/auth/logout', { method: 'POST', token: 'rubbish' })).status).toBe(204);
  });

  it('clears the cookie', async () => {
    const answer = await app.call('/auth/logout', { method: 'POST' });
    expect(answer.headers.get('set-cookie')).toMatch(/^dcs_refresh=; Max-Age=0; Path=\/auth/);
  });
});
