import { decode, sign, verify } from 'hono/jwt';
import { z } from 'zod';
import { Role } from '../contract/access.ts';
import { DcsError } from '../core/errors.ts';
import type { Clock, Ids } from '../core/ports.ts';

const ISSUER = 'dream-central-storage';
const AUDIENCE = 'dream-central-storage/api';

/** RFC 7519 claims of an access token; times in seconds. */
const Claims = z.object({
  sub: z.uuid(),
  role: Role,
  iat: z.int(),
  exp: z.int(),
  jti: z.uuid(),
  iss: z.literal(ISSUER),
  aud: z.literal(AUDIENCE),
});
export type AccessClaims = z.output<typeof Claims>;

/** A symmetric signing key. `secret` is base64url of at least 32 random bytes. */
export interface SigningKey {
  readonly kid: string;
  readonly secret: string;
}

export interface AccessTokens {
  readonly ttlSeconds: number;
  issue(user: { id: string; role: Role }): Promise<IssuedToken>;
  /** @throws DcsError `auth.token_invalid` | `auth.token_expired` */
  verify(token: string): Promise<AccessClaims>;
}

export interface IssuedToken {
  readonly token: string;
  readonly jti: string;
  readonly expiresAt: Date;
}

export interface AccessTokensOptions {
  /** The first signs; all of them are accepted, so that a key can be rotated out. */
  readonly keys: readonly SigningKey[];
  readonly ttlSeconds: number;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** HS256 access tokens (RFC 7519), the key named by `kid`. */
export function createAccessTokens(options: AccessTokensOptions): AccessTokens {
  const { keys, ttlSeconds, clock, ids } = options;
  const [signingKey] = keys;
  if (!signingKey) throw new Error('There is no key to sign access tokens with.');
  return {
    ttlSeconds,
    async issue({ id, role }) {
      const jti = ids.uuid();
      const iat = Math.floor(clock.now().getTime() / 1000);
      const exp = iat + ttlSeconds;
      const claims: AccessClaims = { sub: id, role, iat, exp, jti, iss: ISSUER, aud: AUDIENCE };
      // hono/jwt writes `kid` only when it signs with a JWK.
      const token = await sign(claims, jwk(signingKey), 'HS256');
      return { token, jti, expiresAt: new Date(exp * 1000) };
    },
    async verify(token) {
      const claims = Claims.safeParse(await verifiedPayload(token, keys));
      if (!claims.success) throw invalidToken(claims.error);
      if (claims.data.exp * 1000 <= clock.now().getTime()) throw expiredToken();
      return claims.data;
    },
  };
}

async function verifiedPayload(token: string, keys: readonly SigningKey[]): Promise<unknown> {
  try {
    const kid: unknown = Reflect.get(decode(token).header, 'kid');
    const key = keys.find((candidate) => candidate.kid === kid);
    if (!key) throw new Error('The token names no key of ours.');
    // Times are checked against the injected clock, by the caller.
    return await verify(token, jwk(key), { alg: 'HS256', exp: false, iat: false, nbf: false });
  } catch (cause) {
    throw invalidToken(cause);
  }
}

function jwk({ kid, secret }: SigningKey) {
  return { kty: 'oct', k: secret, alg: 'HS256', kid } as const;
}

export function invalidToken(cause?: unknown): DcsError {
  return tokenError('auth.token_invalid', 'Sign in again.', cause);
}

function expiredToken(): DcsError {
  return tokenError('auth.token_expired', 'POST /auth/refresh gives a new one.');
}

function tokenError(
  code: 'auth.token_invalid' | 'auth.token_expired',
  detail: string,
  cause?: unknown,
): DcsError {
  // RFC 6750 §3.1
  const headers = { 'WWW-Authenticate': 'Bearer error="invalid_token"' };
  return new DcsError(code, { detail, headers, cause });
}
