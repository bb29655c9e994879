import { and, eq, sql } from 'drizzle-orm';
import { revokedTokens, users } from '../../db/schema/access.ts';
import type { Actor } from '../core/context.ts';
import type { Queries } from '../core/database.ts';
import type { Authenticate } from '../core/http/environment.ts';
import { type AccessClaims, type AccessTokens, invalidToken } from './tokens.ts';

/** How long an answer about a token may be reused. Revocation is honoured within 30 s. */
const RECHECK_AFTER_MS = 20_000;
const MAX_CACHED_TOKENS = 10_000;

interface CachedToken {
  readonly actor: Actor;
  readonly expiresAtMs: number;
  readonly checkedAtMs: number;
}

/**
 * Says who a token speaks for. A verified token is remembered for at most 20 s and never past its
 * expiry; then the database is asked again whether it was revoked or its user disabled.
 */
export function createAuthenticator(tokens: AccessTokens): Authenticate {
  const cache = new Map<string, CachedToken>();
  return async (ctx, token) => {
    const nowMs = ctx.clock.now().getTime();
    const known = cache.get(token);
    if (known && nowMs < known.expiresAtMs && nowMs - known.checkedAtMs < RECHECK_AFTER_MS) {
      return known.actor;
    }
    cache.delete(token);
    const claims = await tokens.verify(token);
    const actor = await findActor(ctx.db, claims);
    if (!actor) throw invalidToken();
    // A Map iterates in order of insertion, so the first key is the one checked longest ago.
    const [oldest] = cache.size >= MAX_CACHED_TOKENS ? cache.keys() : [];
    if (oldest !== undefined) cache.delete(oldest);
    cache.set(token, { actor, expiresAtMs: claims.exp * 1000, checkedAtMs: nowMs });
    return actor;
  };
}

/** The user as the database knows them now; none when disabled, or the token is revoked. */
async function findActor(db: Queries, { sub, jti }: AccessClaims): Promise<Actor | undefined> {
  const [row] = await db
    .select({ id: users.id, email: users.email, role: users.role })
    .from(users)
    .where(
      and(
        eq(users.id, sub),
        sql`${users.disabledAt} IS NULL`,
        sql`NOT EXISTS (SELECT FROM ${revokedTokens} WHERE ${revokedTokens.jti} = ${jti})`,
      ),
    );
  return row && { type: 'user', ...row };
}
