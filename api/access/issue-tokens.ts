import { type SQL, sql } from 'drizzle-orm';
import { refreshTokens } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { Role, TokenAnswer } from '../contract/access.ts';
import { encodeBase64Url } from '../core/base64url.ts';
import type { Tx } from '../core/database.ts';
import type { AccessContext } from './context.ts';

const REFRESH_TOKEN_BYTES = 32;

export interface TokenHolder {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
}

/** A fresh access and refresh token. They speak for nobody until the second half is stored. */
export interface TokenPair {
  readonly answer: TokenAnswer & { readonly refresh_token: string };
  /** Adds the refresh token to the session, in the caller's transaction. */
  store(tx: Tx, sessionId: string): Promise<void>;
}

/** Makes a pair. Signing waits for WebCrypto, so it happens before the transaction, not in it. */
export async function makeTokenPair(ctx: AccessContext, user: TokenHolder): Promise<TokenPair> {
  const { tokens } = ctx.access;
  const access = await tokens.issue(user);
  const refreshToken = encodeBase64Url(crypto.getRandomValues(new Uint8Array(REFRESH_TOKEN_BYTES)));
  const tokenSha256 = await refreshTokenSha256(refreshToken);
  return {
    answer: {
      access_token: access.token,
      token_type: 'Bearer',
      expires_in: tokens.ttlSeconds,
      refresh_token: refreshToken,
      user: { id: user.id, email: user.email, role: user.role },
    },
    async store(tx, sessionId) {
      await tx.insert(refreshTokens).values({
        tokenSha256,
        sessionId,
        accessJti: access.jti,
        accessExpiresAt: access.expiresAt,
        expiresAt: refreshExpiry(ctx.access),
      });
    },
  };
}

/** When a refresh token given now is no good any more. */
export function refreshExpiry({ refreshTtlSeconds }: AccessContext['access']): SQL {
  return sql`${dcsNow} + make_interval(secs => ${refreshTtlSeconds})`;
}

/** What the database keeps of a refresh token. It is random, so a plain hash is enough. */
export async function refreshTokenSha256(token: string): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token)));
}
