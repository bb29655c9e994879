import { and, eq, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { sessions } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import type { Tx } from '../core/database.ts';
import type { AccessContext } from './context.ts';

const CLEANUP_ROWS = 100;
const KEPT_DAYS = 30;

export interface SessionEnd {
  readonly sessionId: string;
  readonly userEmail: string;
  readonly action: 'session.close' | 'session.reuse_detected';
}

/**
 * Revokes a family of refresh tokens and every access token issued with it that still lives.
 * Ending it again changes nothing.
 */
export async function endSession(ctx: AccessContext, tx: Tx, end: SessionEnd): Promise<void> {
  const ended = await revokeSessions(tx, eq(sessions.id, end.sessionId));
  if (ended === 0) return;
  await writeAudit(ctx, tx, {
    action: end.action,
    target: { type: 'session', id: end.sessionId, name: end.userEmail },
  });
}

/**
 * Revokes those of a user's that are open. The caller writes the audit event of why.
 * @param but the one that stays
 * @returns how many there were
 */
export function endSessionsOf(tx: Tx, userId: string, but?: string): Promise<number> {
  const others = but === undefined ? undefined : ne(sessions.id, but);
  return revokeSessions(tx, and(eq(sessions.userId, userId), others));
}

async function revokeSessions(tx: Tx, which: SQL | undefined): Promise<number> {
  const ended = await tx
    .update(sessions)
    .set({ revokedAt: dcsNow })
    .where(and(which, isNull(sessions.revokedAt)))
    .returning({ id: sessions.id });
  const ids = sql.param(ended.map(({ id }) => id));
  await tx.execute(sql`
    INSERT INTO revoked_tokens (jti, expires_at)
    SELECT access_jti, access_expires_at FROM refresh_tokens
    WHERE session_id = ANY(${ids}::uuid[]) AND access_expires_at > ${dcsNow}
    ON CONFLICT (jti) DO NOTHING`);
  await tx.execute(sql`
    DELETE FROM revoked_tokens WHERE jti IN (
      SELECT jti FROM revoked_tokens WHERE expires_at < ${dcsNow} - interval '1 day'
      LIMIT ${CLEANUP_ROWS} FOR UPDATE SKIP LOCKED
    )`);
  return ended.length;
}

/** Removes some that ended long ago; the audit trail keeps what there is to know of them. */
export async function removeOldSessions(tx: Tx): Promise<void> {
  await tx.execute(sql`
    DELETE FROM sessions WHERE id IN (
      SELECT id FROM sessions WHERE expires_at < ${dcsNow} - make_interval(days => ${KEPT_DAYS})
      LIMIT ${CLEANUP_ROWS} FOR UPDATE SKIP LOCKED
    )`);
}

/** Revokes one access token. */
export async function revokeAccessToken(
  tx: Tx,
  token: { jti: string; exp: number },
): Promise<void> {
  await tx.execute(sql`
    INSERT INTO revoked_tokens (jti, expires_at) VALUES (${token.jti}, to_timestamp(${token.exp}))
    ON CONFLICT (jti) DO NOTHING`);
}
