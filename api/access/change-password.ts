import { and, eq } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { endSessionsOf } from './end-session.ts';
import { attemptOf, countAttempt, forgetFailures } from './throttle-logins.ts';

export interface PasswordChange {
  readonly currentPassword: string;
  readonly newPassword: string;
  /** The session that stays. */
  readonly sessionId: string | undefined;
}

/**
 * Changes the signed-in user's own password. Whoever else is signed in as them has to sign in again.
 * Wrong passwords count as failures to sign in do.
 * @throws DcsError `auth.wrong_password` | `auth.throttled`
 */
export async function changePassword(ctx: AccessContext, change: PasswordChange): Promise<void> {
  const { actor, access } = ctx;
  if (actor.type !== 'user') throw new DcsError('auth.required');
  const attempt = attemptOf(ctx, actor.email);
  await countAttempt(ctx, attempt);
  const [user] = await ctx.db.select().from(users).where(eq(users.id, actor.id));
  const known = user?.passwordHash ?? null;
  if (!(await access.passwords.verify(change.currentPassword, known)) || known === null) {
    throw wrongPassword();
  }
  await forgetFailures(ctx, attempt);
  const passwordHash = await access.passwords.hash(change.newPassword);
  await transaction(ctx.db, async (tx) => {
    // Of two changes at once, the second knows the password of before.
    const changed = await tx
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, actor.id), eq(users.passwordHash, known)))
      .returning({ id: users.id });
    if (changed.length === 0) throw wrongPassword();
    const ended = await endSessionsOf(tx, actor.id, change.sessionId);
    await writeAudit(ctx, tx, {
      action: 'user.change_password',
      target: { type: 'user', id: actor.id, name: actor.email },
      after: { sessions_ended: ended },
    });
  });
}

function wrongPassword(): DcsError {
  return new DcsError('auth.wrong_password', { detail: 'Type the password you sign in with now.' });
}
