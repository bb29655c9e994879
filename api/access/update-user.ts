import { asc, eq, inArray } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { users } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { UserBody } from '../contract/users.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import type { Context } from '../core/context.ts';
import type { Tx } from '../core/database.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import { endSessionsOf } from './end-session.ts';
import { invalidToken } from './tokens.ts';
import { findUser, userBody, userSelection } from './user-row.ts';

/**
 * Disables a user and ends all of their sessions, or lets them in again. Nobody can disable
 * themselves, so that there is always somebody who can sign in.
 * @throws DcsError `user.not_found` | `user.is_yourself` | `auth.token_invalid`
 */
export async function updateUser(
  ctx: Context,
  { id, disabled }: { readonly id: string; readonly disabled: boolean },
): Promise<UserBody> {
  return transaction(ctx.db, async (tx) => {
    const { user, isSelf } = await lockUser(ctx, tx, id);
    if (disabled === (user.disabledAt !== null)) return userBody(user);
    if (isSelf) {
      throw new DcsError('user.is_yourself', { detail: 'Ask another admin to disable you.' });
    }
    await tx
      .update(users)
      .set({ disabledAt: disabled ? dcsNow : null })
      .where(eq(users.id, user.id));
    const sessionsEnded = disabled ? await endSessionsOf(tx, user.id) : 0;
    await writeAudit(ctx, tx, {
      action: disabled ? 'user.disable' : 'user.enable',
      target: { type: 'user', id: user.id, name: user.email },
      before: { disabled: !disabled },
      after: { disabled, sessions_ended: sessionsEnded },
    });
    return findUser(tx, user.id);
  });
}

/** Locks whoever asks as well: of two who disable each other, one is quicker. */
async function lockUser({ actor }: Context, tx: Tx, id: string) {
  if (actor.type !== 'user') throw new DcsError('auth.required');
  const rows = await tx
    .select(userSelection)
    .from(users)
    .where(inArray(users.id, isUuid(id) ? [id, actor.id] : [actor.id]))
    // Everybody in the same order, so that nobody waits for one who waits for them.
    .orderBy(asc(users.id))
    .for('update');
  const user = rows.find((row) => row.id === id.toLowerCase());
  if (!user) throw new DcsError('user.not_found', { detail: 'No user has this id.' });
  const self = rows.find((row) => row.id === actor.id);
  if (!self || self.disabledAt) throw invalidToken();
  return { user, isSelf: user === self };
}
