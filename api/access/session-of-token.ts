import { eq } from 'drizzle-orm';
import { refreshTokens } from '../../db/schema/access.ts';
import type { AccessContext } from './context.ts';

/**
 * The id of the session an access token was given in.
 * @returns undefined of a token that is not good, or of no session
 */
export async function sessionOfToken(
  { access, db }: Pick<AccessContext, 'access' | 'db'>,
  token: string | undefined,
): Promise<string | undefined> {
  const claims = await access.tokens.verify(token ?? '').catch(() => undefined);
  if (!claims) return undefined;
  const [found] = await db
    .select({ id: refreshTokens.sessionId })
    .from(refreshTokens)
    .where(eq(refreshTokens.accessJti, claims.jti));
  return found?.id;
}
