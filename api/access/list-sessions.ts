import { and, desc, eq, gt, isNull } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { sessions, users } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { SessionBody, SessionQuery } from '../contract/sessions.ts';
import { cutPage, isOlder, type Page, positionByAge, readCursor } from '../core/list.ts';
import type { AccessContext } from './context.ts';
import { sessionOfToken } from './session-of-token.ts';

interface ListedSession {
  readonly session: typeof sessions.$inferSelect;
  readonly email: string;
  /** Whether the request belongs to it. */
  readonly isCurrent: boolean;
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
): Promise<Page<ListedSession>> {
  const { cursor, limit, user_id: userId } = query;
  const scope = ['sessions', userId];
  const position = await readCursor(cursor, scope);
  if (userId !== undefined && !isUuid(userId)) return { rows: [], nextCursor: null };
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
  const listed = found.map((row) => ({ ...row, isCurrent: row.session.id === current }));
  return cutPage(listed, {
    limit,
    scope,
    positionOf: ({ session }) => positionByAge(session.createdAt, session.id),
  });
}

export function sessionBody({ session, email, isCurrent }: ListedSession): SessionBody {
  return {
    id: session.id,
    user: { id: session.userId, email },
    address: session.address,
    user_agent: session.userAgent,
    created_at: session.createdAt.toISOString(),
    last_used_at: session.lastUsedAt.toISOString(),
    expires_at: session.expiresAt.toISOString(),
    current: isCurrent,
  };
}
