import postgres from 'postgres';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { TokenAnswer } from '../../../api/contract/access.ts';
import { type Desk, openDesk, signIn } from '../desk.ts';
import { DIFFERENCES } from '../differences.ts';

const { admin, databaseUrl, runtime } = inject('target');
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

const refresh = (token: string | undefined) =>
  desk.call<TokenAnswer & { code?: string }>('/auth/refresh', { body: { refresh_token: token } });

async function freshToken(): Promise<string> {
  return (await signIn()).refresh_token ?? '';
}

describe('a refresh token', () => {
  it('is exchanged for a new pair', async () => {
    const first = await signIn();
    const { status, body } = await refresh(first.refresh_token);
    expect(status).toBe(200);
    expect(body.refresh_token).not.toBe(first.refresh_token);
    expect(body.access_token).not.toBe(first.access_token);
    expect(body.user).toEqual(first.user);
    expect((await desk.call('/auth/me', { token: body.access_token })).status).toBe(200);
  });

  it('works a little longer after its exchange, for two tabs at once', async () => {
    const token = await freshToken();
    const answers = await Promise.all([refresh(token), refresh(token), refresh(token)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ body }) => body.refresh_token)).size).toBe(3);
  });

  it('ends the whole family when it turns up after that', async () => {
    const leaked = await freshToken();
    const { body: heir } = await refresh(leaked);
    const sql = postgres(databaseUrl, { max: 1 });
    await sql`UPDATE refresh_tokens SET used_at = used_at - interval '1 minute'`;
    await sql.end();
    for (const token of [leaked, heir.refresh_token]) {
      expect(await refresh(token)).toMatchObject({
        status: 401,
        body: { code: 'auth.refresh_invalid' },
      });
    }
  });

  it.each([undefined, '', 'rubbish', 'x'.repeat(512)])('that is none: %s', async (token) => {
    expect(await refresh(token)).toMatchObject({
      status: 401,
      body: { code: 'auth.refresh_invalid' },
    });
  });

  it.each([{ refresh_token: 1 }, { refresh_token: 'x'.repeat(513) }, { token: 'x' }])(
    'that is malformed: %j',
    async (body) => {
      expect((await desk.call('/auth/refresh', { body })).status).toBe(422);
    },
  );
});

describe('signing out', () => {
  it('ends the session and the access token, and may be repeated', async () => {
    const { access_token, refresh_token } = await signIn();
    for (let time = 1; time <= 2; time += 1) {
      const answer = await desk.call('/auth/logout', {
        body: { refresh_token },
        token: access_token,
      });
      expect({ status: answer.status, bytes: answer.bytes.length }).toEqual({
        status: 204,
        bytes: 0,
      });
    }
    expect((await refresh(refresh_token)).status).toBe(401);
    expect(await desk.call('/auth/me', { token: access_token })).toMatchObject({
      status: 401,
      body: { code: 'auth.token_invalid' },
    });
  });

  it.each([{}, { refresh_token: 'rubbish' }])('without a session is fine: %j', async (body) => {
    expect((await desk.call('/auth/logout', { body })).status).toBe(204);
  });

  it('leaves other sessions of the account alone', async () => {
    const [mine, other] = [await signIn(), await signIn()];
    await desk.call('/auth/logout', { body: { refresh_token: mine.refresh_token } });
    expect((await refresh(other.refresh_token)).status).toBe(200);
  });
});

describe('the cookie of a browser', () => {
  const json = { 'content-type': 'application/json' };

  async function signInWithCookie(headers: Record<string, string> = {}) {
    const answer = await desk.call<TokenAnswer>('/auth/login', {
      body: { ...admin, cookie: true },
      headers,
    });
    const [setCookie = ''] = answer.headers['set-cookie'] ?? [];
    return { ...answer, setCookie, cookie: setCookie.split(';')[0] ?? '' };
  }

  it('holds the refresh token instead of the body', async () => {
    const { status, body, setCookie } = await signInWithCookie();
    expect(status).toBe(200);
    expect(body.refresh_token).toBeUndefined();
    expect(setCookie).toMatch(/^dcs_refresh=[\w-]+;/);
    const attributes = setCookie.split('; ').slice(1).sort();
    expect(attributes).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/auth', 'SameSite=Strict']);
  });

  it('is secure behind TLS', async () => {
    const { setCookie } = await signInWithCookie({ 'x-forwarded-proto': 'https' });
    expect(/; Secure/.test(setCookie)).toBe(DIFFERENCES.secureCookieBehindTls[runtime]);
  });

  it('is exchanged for another, and no script sees either', async () => {
    const { cookie } = await signInWithCookie();
    const answer = await desk.call<TokenAnswer>('/auth/refresh', {
      method: 'POST',
      headers: { cookie, ...json },
    });
    expect(answer.status).toBe(200);
    expect(answer.body.refresh_token).toBeUndefined();
    const next = answer.headers['set-cookie']?.[0]?.split(';')[0];
    expect(next).toMatch(/^dcs_refresh=[\w-]+$/);
    expect(next).not.toBe(cookie);
  });

  it.each([
    ['no type', undefined],
    ['the type of a form', 'application/x-www-form-urlencoded'],
    ['the type of plain text', 'text/plain'],
  ])('is not taken from a form of another site, with %s', async (_, type) => {
    const { cookie } = await signInWithCookie();
    const headers = { cookie, 'content-type': type };
    expect((await desk.call('/auth/refresh', { method: 'POST', headers })).status).toBe(415);
  });

  it('is taken away by signing out', async () => {
    const { cookie } = await signInWithCookie();
    const headers = { cookie, ...json };
    const out = await desk.call('/auth/logout', { method: 'POST', headers });
    expect(out.status).toBe(204);
    expect(out.headers['set-cookie']?.[0]).toMatch(/^dcs_refresh=;.*Max-Age=0/);
    expect((await desk.call('/auth/refresh', { method: 'POST', headers })).status).toBe(401);
  });
});
