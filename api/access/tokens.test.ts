import { randomBytes } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { sign } from 'hono/jwt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../adapters/system.ts';
import { createTestApp, createTestUser, signingKey, type TestApp } from '../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../testing/database.ts';
import { createAccessTokens } from './tokens.ts';

let database: TestDatabase;
let app: TestApp;
let userId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  app = createTestApp(database);
  userId = await createTestUser(database, 'holder@example.com');
});
afterAll(() => database.close());

const seconds = () => Math.floor(app.clock.now().getTime() / 1000);
const goodClaims = () => ({
  sub: userId,
  role: 'admin',
  iat: seconds(),
  exp: seconds() + 900,
  jti: systemIds.uuid(),
  iss: 'dream-central-storage',
  aud: 'dream-central-storage/api',
});
type Claims = Record<string, unknown>;

const jwk = (secret: string, kid = signingKey.kid) =>
  ({ kty: 'oct', k: secret, alg: 'HS256', kid }) as const;
const forge = (change: Claims) =>
  sign({ ...goodClaims(), ...change }, jwk(signingKey.secret), 'HS256');
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const me = (token: string) => app.call('/auth/me', { token });

describe('an access token', () => {
  it('made as ours are is taken', async () => {
    expect((await me(await forge({}))).status).toBe(200);
  });

  it.each<[string, () => Promise<string> | string]>([
    [
      'signed with another key',
      () => sign(goodClaims(), jwk(randomBytes(32).toString('base64url')), 'HS256'),
    ],
    [
      'naming a key we do not have',
      () => sign(goodClaims(), jwk(signingKey.secret, 'other'), 'HS256'),
    ],
    ['naming no key', () => sign(goodClaims(), signingKey.secret, 'HS256')],
    [
      'signed with HS512',
      () => sign(goodClaims(), { ...jwk(signingKey.secret), alg: 'HS512' }, 'HS512'),
    ],
    [
      'with alg none',
      () => `${base64url({ alg: 'none', typ: 'JWT', kid: 'test' })}.${base64url(goodClaims())}.`,
    ],
    [
      'with alg none and a signature',
      async () => {
        const [, , signature] = (await forge({})).split('.');
        return `${base64url({ alg: 'none', kid: 'test' })}.${base64url(goodClaims())}.${signature}`;
      },
    ],
    ['without exp', () => forge({ exp: undefined })],
    ['with exp as text', () => forge({ exp: '9999999999' })],
    ['for another audience', () => forge({ aud: 'elsewhere' })],
    ['for several audiences', () => forge({ aud: ['dream-central-storage/api', 'elsewhere'] })],
    ['without an audience', () => forge({ aud: undefined })],
    ['of another issuer', () => forge({ iss: 'elsewhere' })],
    ['without jti', () => forge({ jti: undefined })],
    ['with a role we do not know', () => forge({ role: 'root' })],
    ['of a user who does not exist', () => forge({ sub: systemIds.uuid() })],
    [
      'with its claims changed',
      async () => {
        const [header, , signature] = (await forge({})).split('.');
        return `${header}.${base64url({ ...goodClaims(), exp: seconds() + 9e9 })}.${signature}`;
      },
    ],
    ['cut short', async () => (await forge({})).slice(0, -2)],
    ['that is no token', () => 'abc.def'],
  ])('%s is refused', async (_, make) => {
    const answer = await me(await make());
    expect(answer).toMatchObject({ status: 401, body: { code: 'auth.token_invalid' } });
    expect(answer.headers.get('www-authenticate')).toBe('Bearer error="invalid_token"');
  });

  it('is refused from the second it expires, also when it is cached', async () => {
    const token = await forge({ exp: seconds() + 10 });
    expect((await me(token)).status).toBe(200);
    app.clock.advance(10);
    expect(await me(token)).toMatchObject({ status: 401, body: { code: 'auth.token_expired' } });
  });

  it('is refused within 30 s of its revocation, and of its user being disabled', async () => {
    const revoked = goodClaims();
    const tokens = [await forge(revoked), await forge({})];
    for (const token of tokens) expect((await me(token)).status).toBe(200);
    await database.query.execute(
      sql`INSERT INTO revoked_tokens VALUES (${revoked.jti}, now() + interval '1 hour')`,
    );
    await database.query.execute(sql`UPDATE users SET disabled_at = now()`);
    app.clock.advance(30);
    for (const token of tokens) expect((await me(token)).status).toBe(401);
    await database.query.execute(sql`UPDATE users SET disabled_at = NULL`);
  });

  it('signed with a key that is being rotated out is still taken', async () => {
    const fresh = { kid: 'fresh', secret: randomBytes(32).toString('base64url') };
    const options = { ttlSeconds: 900, clock: app.clock, ids: systemIds };
    const before = createAccessTokens({ ...options, keys: [signingKey] });
    const after = createAccessTokens({ ...options, keys: [fresh, signingKey] });
    const { token } = await before.issue({ id: userId, role: 'admin' });
    expect(await after.verify(token)).toMatchObject({ sub: userId });
    const renewed = await after.issue({ id: userId, role: 'admin' });
    await expect(before.verify(renewed.token)).rejects.toMatchObject({
      code: 'auth.token_invalid',
    });
  });
});

describe('a route that needs a token', () => {
  it.each([
    ['GET', '/auth/me'],
    ['GET', '/books'],
    ['POST', '/books'],
    ['GET', '/books/0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'],
    ['PUT', '/books/0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'],
    ['GET', '/audit'],
  ])('%s %s answers 401 without one', async (method, path) => {
    for (const headers of [{}, { authorization: 'Basic YTpi' }, { authorization: 'Bearer' }]) {
      const answer = await app.call(path, { method, headers });
      expect(answer).toMatchObject({ status: 401, body: { code: 'auth.required' } });
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });
});
