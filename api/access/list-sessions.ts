import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { sessions, users } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { SessionBody, SessionQuery } from '../contract/sessions.ts';
import { cutPage, isOlder, readCursor, writeCursor } from '../core/list.ts';
import type { AccessContext } from './context.ts';
import { sessionOfToken } from './session-of-token.ts';

export interface SessionList {
  readonly items: SessionBody[];
  readonly nextCursor: string | null;
}

/**
 * One page of the sessions that can still be used, newest first, by keyset.
 * @param token the request's own, which tells the session it belongs to
 * @throws DcsError `request.bad_cursor`
 */
export async function listSessions(
  ctx: AccessContext,
  query: SessionQuery,
  token: string | undefined,
): Promise<SessionList> {
  const { cursor, limit, user_id: userId } = query;
  const scope = ['sessions', userId];
  const position = await readCursor(cursor, scope);
  if (userId !== undefined && !isUuid(userId)) return { items: [], nextCursor: null };
  const current = await sessionOfToken(ctx, token);
  const found = await ctx.db
    .select({ session: sessions, email: users.email })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        isNull(sessions.revokedAt),
        gt(sessions.expiresAt, dcsNow),
        isNull(users.disabledAt),
        userId === undefined ? undefined : eq(sessions.userId, userId),
        position && isOlder(position, sessions.createdAt, sessions.id),
      ),
    )
    .orderBy(desc(sessions.createdAt), desc(sessions.id))
    .limit(limit + 1);
  const { rows, last } = cutPage(found, limit);
  const end = last && { value: last.session.createdAt.toISOString(), id: last.session.id };
  return {
    items: rows.map(({ session, email }) => ({
      id: session.id,
      user: { id: session.userId, email },
      address: session.address,
      user_agent: session.userAgent,
      created_at: session.createdAt.toISOString(),
      last_used_at: session.lastUsedAt.toISOString(),
      expires_at: session.expiresAt.toISOString(),
      current: session.id === current,
    })),
    nextCursor: end ? await writeCursor(end, scope) : null,
  };
}
