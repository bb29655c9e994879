import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TokenAnswer } from '../contract/access.ts';
import type { SessionBody } from '../contract/sessions.ts';
import { createTestApp, createTestUser, TEST_PASSWORD, type TestApp } from '../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: TestApp;
let email: string;
let userId: string;
beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
});
beforeEach(async () => {
  email = `${crypto.randomUUID()}@example.com`;
  userId = await createTestUser(database, email);
});
afterAll(() => database.close());

async function signIn(userAgent = 'Firefox', address = '192.0.2.7') {
  const headers = { 'user-agent': userAgent };
  const body = { email, password: TEST_PASSWORD };
  return (await app.call<TokenAnswer>('/auth/login', { body, headers, address })).body;
}

interface Page {
  readonly items: readonly SessionBody[];
  readonly next_cursor: string | null;
}

async function list(token: string, query = '') {
  const { body } = await app.call<Page>(`/sessions?user_id=${userId}${query}`, { token });
  return body;
}

describe('sessions', () => {
  it('are listed newest first, with where they were opened and which is this one', async () => {
    const first = await signIn('x'.repeat(600), '192.0.2.9');
    const { access_token } = await signIn();
    const { items } = await list(access_token);
    expect(items).toEqual([
      {
        id: expect.any(String),
        user: { id: userId, email },
        address: '192.0.2.7',
        user_agent: 'Firefox',
        created_at: expect.any(String),
        last_used_at: expect.any(String),
        expires_at: expect.any(String),
        current: true,
      },
      expect.objectContaining({
        address: '192.0.2.9',
        user_agent: 'x'.repeat(500),
        current: false,
      }),
    ]);
    const others = await list(first.access_token);
    expect(others.items.map(({ current }) => current)).toEqual([false, true]);
  });

  it('page', async () => {
    for (let count = 0; count < 3; count += 1) await signIn(`${count}`);
    const token = (await signIn('3')).access_token;
    const first = await list(token, '&limit=3');
    const rest = await list(token, `&limit=3&cursor=${first.next_cursor}`);
    const agents = [...first.items, ...rest.items].map(({ user_agent }) => user_agent);
    expect(agents).toEqual(['3', '2', '1', '0']);
    expect(rest.next_cursor).toBeNull();
  });

  it('are longer in use when they are used', async () => {
    const { refresh_token, access_token } = await signIn();
    await database.query.execute(sql`
      UPDATE sessions SET last_used_at = '2026-01-01', expires_at = '2026-01-02'
      WHERE user_id = ${userId}`);
    expect((await list(access_token)).items).toEqual([]);
    await app.call('/auth/refresh', { body: { refresh_token } });
    const [item] = (await list(access_token)).items;
    expect(item?.last_used_at.localeCompare('2026-01-02')).toBe(1);
    expect(item?.expires_at.localeCompare(item.last_used_at)).toBe(1);
  });

  it('that are ended are out, and are shown no more', async () => {
    const other = await signIn('Lost phone');
    const { access_token: token } = await signIn();
    const [, lost] = (await list(token)).items;
    const end = () => app.call(`/sessions/${lost?.id}`, { method: 'DELETE', token });
    expect((await end()).status).toBe(204);
    expect((await end()).status).toBe(204);
    expect((await list(token)).items).toHaveLength(1);
    const replica = createTestApp(database);
    expect((await replica.call('/auth/me', { token: other.access_token })).status).toBe(401);
    const refreshed = await app.call('/auth/refresh', {
      body: { refresh_token: other.refresh_token },
    });
    expect(refreshed.status).toBe(401);
    const trail = await app.call<{ items: object[] }>(`/audit?target_id=${lost?.id}`, { token });
    expect(trail.body.items).toMatchObject([
      { action: 'session.close', actor: { email }, target: { type: 'session', name: email } },
      { action: 'session.open' },
    ]);
  });

  it('that ended long ago are forgotten when somebody signs in', async () => {
    const { access_token: token } = await signIn();
    await signIn('Kept');
    await database.query.execute(sql`
      UPDATE sessions SET expires_at = dcs_now() - interval '31 days'
      WHERE user_id = ${userId} AND user_agent = 'Firefox'`);
    await signIn('Newest');
    const left = await database.query.execute<{ user_agent: string }>(sql`
      SELECT user_agent FROM sessions WHERE user_id = ${userId} ORDER BY created_at`);
    expect(left.map(({ user_agent }) => user_agent)).toEqual(['Kept', 'Newest']);
    expect((await app.call('/auth/me', { token })).status).toBe(200);
  });

  it('have to exist to be ended', async () => {
    const { access_token: token } = await signIn();
    for (const id of ['rubbish', crypto.randomUUID()]) {
      expect(await app.call(`/sessions/${id}`, { method: 'DELETE', token })).toMatchObject({
        status: 404,
        body: { code: 'session.not_found' },
      });
    }
    expect(await app.call<Page>('/sessions?user_id=rubbish', { token })).toMatchObject({
      body: { items: [] },
    });
  });
});
