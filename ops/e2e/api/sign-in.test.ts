import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { createApiClient } from '../../../api/client/api-client.ts';
import { createSession } from '../../../api/client/session.ts';
import { me, type TokenAnswer } from '../../../api/contract/access.ts';
import { type Desk, openDesk, signIn } from '../desk.ts';
import { forgedTokens } from '../forged-tokens.ts';

const { admin, baseUrl } = inject('target');
let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});

describe('signing in', () => {
  it('gives tokens and says who that is', async () => {
    const { status, body } = await desk.call<TokenAnswer>('/auth/login', { body: admin });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      token_type: 'Bearer',
      expires_in: 900,
      refresh_token: expect.any(String),
      user: { id: expect.any(String), email: admin.email, role: 'admin' },
    });
    const { body: user } = await desk.call('/auth/me', { token: body.access_token });
    expect(user).toEqual({ ...body.user, created_at: expect.stringMatching(/^\d{4}-.*Z$/) });
  });

  it('does not mind the case of the email', async () => {
    const body = { ...admin, email: admin.email.toUpperCase() };
    expect((await desk.call('/auth/login', { body })).status).toBe(200);
  });

  it('answers alike for a wrong password and an unknown account', async () => {
    const answers = await Promise.all(
      [admin.email, `${randomUUID()}@example.com`].map((email) =>
        desk.call('/auth/login', { body: { email, password: 'not the password' } }),
      ),
    );
    const told = answers.map(({ status, body }) => ({ status, ...body, request_id: '' }));
    expect(told[0]).toMatchObject({ status: 401, code: 'auth.bad_credentials' });
    expect(told[1]).toEqual(told[0]);
  });

  it.each([
    [{}, ['/email', '/password']],
    [{ email: 'a@b.c' }, ['/password']],
    [{ email: 1, password: 2 }, ['/email', '/password']],
    [{ email: 'a@b.c', password: 'x', remember: true }, ['/remember']],
    [{ email: '', password: 'x' }, ['/email']],
    [{ email: 'a@b.c', password: 'x'.repeat(1025) }, ['/password']],
  ])('is refused with every fault named: %j', async (body, pointers) => {
    const answer = await desk.call<{ errors: { pointer: string }[] }>('/auth/login', { body });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map(({ pointer }) => pointer).sort()).toEqual(pointers);
  });

  it('works for the typed client, which renews what was refused', async () => {
    let kept = {
      accessToken: 'stale.and.useless',
      expiresAt: '2999-01-01T00:00:00Z',
      refreshToken: (await signIn()).refresh_token ?? '',
    };
    const store = {
      load: async () => kept,
      save: async (tokens: typeof kept | undefined) => {
        if (tokens) kept = tokens;
      },
    };
    const client = createApiClient({ baseUrl, tokens: createSession({ baseUrl, store }) });
    expect((await client.call(me, {})).body.email).toBe(admin.email);
    expect(kept.accessToken).not.toBe('stale.and.useless');
  });
});

describe('a route that wants a token', () => {
  it.each(['/books', '/books/any', '/audit', '/auth/me'])('asks for one: %s', async (path) => {
    const { status, headers, body } = await desk.call(path);
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.required' });
    expect(headers['www-authenticate']).toBe('Bearer');
  });

  it.each(['Basic YTpi', 'Bearer', 'Bearer two words', 'bearerless'])(
    'takes "%s" for none',
    async (authorization) => {
      const answer = await desk.call('/books', { headers: { authorization } });
      expect(answer).toMatchObject({ status: 401, body: { code: 'auth.required' } });
    },
  );

  it.each(Object.keys(forgedTokens('a.b.c')))('refuses a token %s', async (kind) => {
    const { access_token } = await signIn();
    const token = forgedTokens(access_token)[kind] ?? '';
    const { status, headers, body } = await desk.call('/books', { token });
    expect({ status, code: body.code }).toEqual({ status: 401, code: 'auth.token_invalid' });
    expect(headers['www-authenticate']).toMatch(/^Bearer .*error="invalid_token"/);
  });
});
