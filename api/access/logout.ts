import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { endSession, revokeAccessToken } from './end-session.ts';
import { findSession } from './find-session.ts';
import { refreshTokenSha256 } from './issue-tokens.ts';

export interface LogoutInput {
  readonly refreshToken: string | undefined;
  readonly accessToken: string | undefined;
}

/** Ends what the caller holds. Tokens that are no longer good are signed out already. */
export async function logout(ctx: AccessContext, input: LogoutInput): Promise<void> {
  const claims = await ctx.access.tokens.verify(input.accessToken ?? '').catch(() => undefined);
  const sha256 = input.refreshToken && (await refreshTokenSha256(input.refreshToken));
  if (!claims && !sha256) return;
  await transaction(ctx.db, async (tx) => {
    if (claims) await revokeAccessToken(tx, claims);
    const found = sha256 ? await findSession(tx, sha256) : undefined;
    if (!found) return;
    await endSession({ ...ctx, actor: { type: 'user', ...found.user } }, tx, {
      sessionId: found.sessionId,
      userEmail: found.user.email,
      action: 'session.close',
    });
  });
}
