import { and, eq, isNull, lte } from 'drizzle-orm';
import { refreshTokens, sessions } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import type { Tx } from '../core/database.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { endSession } from './end-session.ts';
import { type FoundSession, findSession } from './find-session.ts';
import {
  makeTokenPair,
  refreshExpiry,
  refreshTokenSha256,
  type TokenPair,
} from './issue-tokens.ts';

/**
 * Exchanges a refresh token for a new pair. The exchanged one works 30 s more (two tabs); sent
 * later, it has leaked, and its whole family is revoked.
 * @throws DcsError `auth.refresh_invalid`
 */
export async function refreshSession(
  ctx: AccessContext,
  refreshToken: string,
): Promise<TokenPair['answer']> {
  const tokenSha256 = await refreshTokenSha256(refreshToken);
  const holder = await findSession(ctx.db, tokenSha256);
  if (!holder) throw refreshInvalid();
  const pair = await makeTokenPair(ctx, holder.user);
  const exchanged = await transaction(ctx.db, async (tx) => {
    const found = await findSession(tx, tokenSha256);
    if (!(found && (await isGood(ctx, tx, found)))) return false;
    await tx
      .update(refreshTokens)
      .set({ usedAt: dcsNow })
      .where(and(eq(refreshTokens.tokenSha256, tokenSha256), isNull(refreshTokens.usedAt)));
    await tx
      .delete(refreshTokens)
      .where(
        and(eq(refreshTokens.sessionId, found.sessionId), lte(refreshTokens.expiresAt, dcsNow)),
      );
    await tx
      .update(sessions)
      .set({ lastUsedAt: dcsNow, expiresAt: refreshExpiry(ctx.access) })
      .where(eq(sessions.id, found.sessionId));
    await pair.store(tx, found.sessionId);
    return true;
  });
  // Thrown out here, since inside it would take back the revocation too.
  if (!exchanged) throw refreshInvalid();
  return pair.answer;
}

async function isGood(ctx: AccessContext, tx: Tx, found: FoundSession): Promise<boolean> {
  if (found.revokedAt || found.disabledAt || found.expired) return false;
  if (!found.reused) return true;
  await endSession({ ...ctx, actor: { type: 'anonymous' } }, tx, {
    sessionId: found.sessionId,
    userEmail: found.user.email,
    action: 'session.reuse_detected',
  });
  return false;
}

export function refreshInvalid(): DcsError {
  return new DcsError('auth.refresh_invalid', { detail: 'Sign in again.' });
}
