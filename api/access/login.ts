import { and, eq, isNull } from 'drizzle-orm';
import { sessions, users } from '../../db/schema/access.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { removeOldSessions } from './end-session.ts';
import { makeTokenPair, refreshExpiry, type TokenPair } from './issue-tokens.ts';
import { attemptOf, countAttempt, forgetFailures } from './throttle-logins.ts';

/** Of which people make out a browser. */
const MAX_USER_AGENT_CHARACTERS = 500;

/**
 * Opens a session. Unknown, wrong and disabled answer the same, in the same time.
 * @throws DcsError `auth.bad_credentials` | `auth.throttled`
 */
export async function login(
  ctx: AccessContext,
  input: { email: string; password: string; userAgent: string | undefined },
): Promise<TokenPair['answer']> {
  const attempt = attemptOf(ctx, input.email);
  await countAttempt(ctx, attempt);
  const [user] = await ctx.db
    .select()
    .from(users)
    .where(eq(users.emailFolded, attempt.emailFolded));
  const matches = await ctx.access.passwords.verify(input.password, user?.passwordHash ?? null);
  if (!user || !matches || user.disabledAt) throw new DcsError('auth.bad_credentials');
  await forgetFailures(ctx, attempt);
  const { id, email, role } = user;
  const pair = await makeTokenPair(ctx, { id, email, role });
  await transaction(ctx.db, async (tx) => {
    // A new password, or being disabled, ends all sessions: none may come after that.
    const [same] = await tx
      .select({ id: users.id })
      .from(users)
      .where(
        and(eq(users.id, id), eq(users.passwordHash, user.passwordHash), isNull(users.disabledAt)),
      )
      .for('share');
    if (!same) throw new DcsError('auth.bad_credentials');
    await removeOldSessions(tx);
    const sessionId = ctx.ids.uuid();
    await tx.insert(sessions).values({
      id: sessionId,
      userId: id,
      address: ctx.address,
      userAgent: input.userAgent?.slice(0, MAX_USER_AGENT_CHARACTERS) ?? null,
      expiresAt: refreshExpiry(ctx.access),
    });
    await pair.store(tx, sessionId);
    await writeAudit({ ...ctx, actor: { type: 'user', id, email, role } }, tx, {
      action: 'session.open',
      target: { type: 'session', id: sessionId, name: email },
    });
  });
  return pair.answer;
}
