import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestApp, createTestUser, TEST_PASSWORD, type TestApp } from '../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';

let database: TestDatabase;
let app: TestApp;

beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
});
afterAll(() => database.close());

let addresses = 0;
/** An address no other test used. */
const freshAddress = () => `198.51.${Math.floor(++addresses / 200)}.${addresses % 200}`;

interface Attempt {
  readonly email: string;
  readonly password?: string;
  readonly address: string;
  readonly on?: TestApp;
}
const attempt = ({ email, password = TEST_PASSWORD, address, on = app }: Attempt) =>
  on.call('/auth/login', { body: { email, password }, address });

describe('signing in', () => {
  it('gives an access token that opens what needs one, and a refresh token in the body', async () => {
    await createTestUser(database, 'Ayşe@example.com');
    const answer = await app.call<{ access_token: string; refresh_token: string }>('/auth/login', {
      body: { email: 'ayşe@EXAMPLE.com', password: TEST_PASSWORD },
      address: freshAddress(),
    });
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      access_token: expect.any(String),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.any(String),
      user: { id: expect.any(String), email: 'Ayşe@example.com', role: 'admin' },
    });
    expect(answer.headers.get('set-cookie')).toBeNull();
    const me = await app.call('/auth/me', { token: answer.body.access_token });
    expect(me.body).toMatchObject({ email: 'Ayşe@example.com', role: 'admin' });
  });

  it('puts the refresh token into an HttpOnly cookie for the panel, and nowhere else', async () => {
    await createTestUser(database, 'panel@example.com');
    const answer = await app.call('/auth/login', {
      body: { email: 'panel@example.com', password: TEST_PASSWORD, cookie: true },
      address: freshAddress(),
    });
    expect(answer.body).not.toHaveProperty('refresh_token');
    expect(answer.headers.get('set-cookie')).toMatch(
      /^dcs_refresh=[\w-]{43}; Max-Age=3600; Path=\/auth; HttpOnly; SameSite=Strict$/,
    );
  });

  it('answers unknown, wrong and disabled alike', async () => {
    await createTestUser(database, 'known@example.com');
    await createTestUser(database, 'disabled@example.com');
    await database.query.execute(
      sql`UPDATE users SET disabled_at = now() WHERE email = 'disabled@example.com'`,
    );
    const answers = await Promise.all([
      attempt({ email: 'unknown@example.com', address: freshAddress() }),
      attempt({ email: 'known@example.com', password: 'wrong', address: freshAddress() }),
      attempt({ email: 'disabled@example.com', address: freshAddress() }),
    ]);
    for (const { status, body } of answers) {
      expect(status).toBe(401);
      expect({ ...body, request_id: '' }).toEqual({
        type: 'urn:dcs:problem:auth.bad_credentials',
        title: 'Email or password is wrong',
        status: 401,
        code: 'auth.bad_credentials',
        request_id: '',
      });
    }
  });

  it('derives a key for an unknown account as for a known one', async () => {
    const derived: (string | null)[] = [];
    const { passwords } = app.access;
    const spied = {
      ...app.access,
      passwords: {
        hash: passwords.hash,
        verify: (password: string, stored: string | null) => {
          derived.push(stored);
          return passwords.verify(password, stored);
        },
      },
    };
    Object.assign(app.access, spied);
    await attempt({ email: 'nobody@example.com', address: freshAddress() });
    Object.assign(app.access, { passwords });
    expect(derived).toEqual([null]);
  });

  it('leaves neither the password nor a token in the log', async () => {
    await createTestUser(database, 'quiet@example.com');
    const { body } = await app.call<Record<string, string>>('/auth/login?password=in-the-query', {
      body: { email: 'quiet@example.com', password: TEST_PASSWORD },
      address: freshAddress(),
    });
    const log = app.logged.join('\n');
    expect(log).toContain('/auth/login');
    for (const secret of [TEST_PASSWORD, 'in-the-query', body.access_token, body.refresh_token]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('throttling', () => {
  it('holds over two replicas: ten failures of one account from one address, then 429', async () => {
    const other = createTestApp(database);
    const address = freshAddress();
    const statuses: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const on = round % 2 === 0 ? app : other;
      statuses.push(
        (await attempt({ email: 'a@example.com', password: 'no', address, on })).status,
      );
    }
    expect(statuses).toEqual([...Array(10).fill(401), 429, 429]);
  });

  it('lets no more than ten through when they come all at once', async () => {
    const address = freshAddress();
    const answers = await Promise.all(
      Array.from({ length: 25 }, () =>
        attempt({ email: 'b@example.com', password: 'no', address }),
      ),
    );
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(10);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(15);
  });

  it('says when to come back, and lets one in then', async () => {
    await createTestUser(database, 'late@example.com');
    const address = freshAddress();
    for (let round = 0; round < 10; round += 1) {
      await attempt({ email: 'late@example.com', password: 'no', address });
    }
    const refused = await attempt({ email: 'late@example.com', address });
    expect(refused).toMatchObject({ status: 429, body: { code: 'auth.throttled' } });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(850);
    expect(seconds).toBeLessThanOrEqual(900);
    const later = database.open({ 'dcs.clock_offset': `${seconds} seconds` });
    const answer = await attempt({ email: 'late@example.com', address, on: createTestApp(later) });
    await later.close();
    expect(answer.status).toBe(200);
  });

  it('counts fifty failures of any accounts from one address, and a /64 as one address', async () => {
    const tail = () => Math.floor(Math.random() * 0xffff).toString(16);
    const statuses: number[] = [];
    for (let round = 0; round < 51; round += 1) {
      const address = `2001:db8:7:8:${tail()}::${tail()}`;
      statuses.push((await attempt({ email: `${round}@example.com`, address })).status);
    }
    expect(statuses).toEqual([...Array(50).fill(401), 429]);
  });

  it('forgets the failures of its own account and address after a success, and no others', async () => {
    await createTestUser(database, 'success@example.com');
    const address = freshAddress();
    const fail = (email: string) => attempt({ email, password: 'no', address });
    for (let round = 0; round < 9; round += 1) {
      await fail('success@example.com');
      await fail('other@example.com');
    }
    expect((await attempt({ email: 'success@example.com', address })).status).toBe(200);
    expect((await fail('success@example.com')).status).toBe(401);
    expect((await fail('other@example.com')).status).toBe(401);
    expect((await fail('other@example.com')).status).toBe(429);
  });
});
