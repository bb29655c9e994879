import { eq, sql } from 'drizzle-orm';
import { refreshTokens, sessions, users } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { Queries } from '../core/database.ts';

/** Two tabs may send the same refresh token; so long the previous one still works. */
const REUSE_GRACE_SECONDS = 30;

export type FoundSession = NonNullable<Awaited<ReturnType<typeof findSession>>>;

/** The session of a refresh token, locked, so that uses of one family within a
 * transaction follow each other. */
export async function findSession(query: Queries, tokenSha256: Uint8Array) {
  const [found] = await query
    .select({
      sessionId: sessions.id,
      revokedAt: sessions.revokedAt,
      user: { id: users.id, email: users.email, role: users.role },
      disabledAt: users.disabledAt,
      expired: sql<boolean>`${refreshTokens.expiresAt} <= ${dcsNow}`,
      /** It was exchanged so long ago that whoever sends it now is not who it was given to. */
      reused: sql<boolean>`coalesce(${refreshTokens.usedAt} <= ${dcsNow} - make_interval(secs => ${REUSE_GRACE_SECONDS}), false)`,
    })
    .from(refreshTokens)
    .innerJoin(sessions, eq(sessions.id, refreshTokens.sessionId))
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(eq(refreshTokens.tokenSha256, tokenSha256))
    .for('update', { of: [sessions, refreshTokens] });
  return found;
}
