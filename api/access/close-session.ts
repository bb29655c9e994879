import { eq } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { sessions, users } from '../../db/schema/access.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { endSession } from './end-session.ts';

/**
 * Ends a session, whosever it is.
 * @throws DcsError `session.not_found`
 */
export async function closeSession(ctx: AccessContext, sessionId: string): Promise<void> {
  await transaction(ctx.db, async (tx) => {
    const [found] = isUuid(sessionId)
      ? await tx
          .select({ email: users.email })
          .from(sessions)
          .innerJoin(users, eq(users.id, sessions.userId))
          .where(eq(sessions.id, sessionId))
          .for('update', { of: sessions })
      : [];
    if (!found) throw new DcsError('session.not_found', { detail: 'No session has this id.' });
    await endSession(ctx, tx, { sessionId, userEmail: found.email, action: 'session.close' });
  });
}
