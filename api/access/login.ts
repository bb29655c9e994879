import { eq } from 'drizzle-orm';
import { sessions, users } from '../../db/schema/access.ts';
import { foldName } from '../contract/names.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { makeTokenPair, type TokenPair } from './issue-tokens.ts';
import { networkOf } from './network-of.ts';
import { countAttempt, forgetFailures, type LoginAttempt } from './throttle-logins.ts';

/** Callers whose address is not known share one. */
const UNKNOWN_ADDRESS = 'unknown';

/**
 * Opens a session. Unknown, wrong and disabled answer the same, in the same time.
 * @throws DcsError `auth.bad_credentials` | `auth.throttled`
 */
export async function login(
  ctx: AccessContext,
  input: { email: string; password: string },
): Promise<TokenPair['answer']> {
  const attempt: LoginAttempt = {
    emailFolded: foldName(input.email),
    address: ctx.address === null ? UNKNOWN_ADDRESS : networkOf(ctx.address),
  };
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
    const sessionId = ctx.ids.uuid();
    await tx.insert(sessions).values({ id: sessionId, userId: id });
    await pair.store(tx, sessionId);
    await writeAudit({ ...ctx, actor: { type: 'user', id, email, role } }, tx, {
      action: 'session.open',
      target: { type: 'session', id: sessionId, name: email },
    });
  });
  return pair.answer;
}
