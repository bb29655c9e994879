import { and, eq, sql } from 'drizzle-orm';
import { loginFailures } from '../../db/schema/access.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import { foldName } from '../contract/names.ts';
import { DcsError } from '../core/errors.ts';
import { transaction } from '../core/transaction.ts';
import type { AccessContext } from './context.ts';
import { networkOf } from './network-of.ts';

const WINDOW_SECONDS = 15 * 60;
const MAX_PER_PAIR = 10;
const MAX_PER_ADDRESS = 50;
const CLEANUP_ROWS = 100;

/** Callers whose address is not known share one. */
const UNKNOWN_ADDRESS = 'unknown';

/** A password being tried: of an account as it was typed, from an address. */
interface LoginAttempt {
  readonly emailFolded: string;
  readonly address: string;
}

export function attemptOf({ address }: AccessContext, email: string): LoginAttempt {
  return {
    emailFolded: foldName(email),
    address: address === null ? UNKNOWN_ADDRESS : networkOf(address),
  };
}

/**
 * Counts an attempt as failed before its password is checked, so that attempts made at once, on any
 * replica, cannot all pass the limit. {@link forgetFailures} takes it back on success.
 *
 * @throws DcsError `auth.throttled` after 10 failures per account and address, or 50 per address,
 *   within 15 minutes; it tells when the oldest of them lapses. Refused attempts are not counted.
 */
export async function countAttempt(ctx: AccessContext, attempt: LoginAttempt): Promise<void> {
  const { emailFolded, address } = attempt;
  const waitSeconds = await transaction(ctx.db, async (tx) => {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${`login ${address}`}, 0))`);
    const [row] = await tx.execute<{ wait: number | null }>(sql`
      WITH recent AS (
        SELECT email_folded, at,
          row_number() OVER (PARTITION BY email_folded ORDER BY at DESC) AS of_pair,
          row_number() OVER (ORDER BY at DESC) AS of_address
        FROM login_failures
        WHERE address = ${address} AND at > ${dcsNow} - make_interval(secs => ${WINDOW_SECONDS})
      )
      SELECT extract(epoch FROM max(at) - ${dcsNow})::float8 + ${WINDOW_SECONDS} AS wait
      FROM recent
      WHERE of_address = ${MAX_PER_ADDRESS}
        OR (email_folded = ${emailFolded} AND of_pair = ${MAX_PER_PAIR})`);
    if (row?.wait) return row.wait;
    await tx.insert(loginFailures).values({ id: ctx.ids.uuid(), emailFolded, address });
    await tx.execute(sql`
      DELETE FROM login_failures WHERE id IN (
        SELECT id FROM login_failures
        WHERE at <= ${dcsNow} - make_interval(secs => ${WINDOW_SECONDS})
        LIMIT ${CLEANUP_ROWS} FOR UPDATE SKIP LOCKED
      )`);
    return undefined;
  });
  if (waitSeconds === undefined) return;
  const seconds = Math.max(1, Math.ceil(waitSeconds));
  throw new DcsError('auth.throttled', {
    detail: `Too many failed attempts. Try again in ${seconds} s.`,
    headers: { 'Retry-After': String(seconds) },
  });
}

/** A success clears its own account and address, and nothing else. */
export async function forgetFailures(ctx: AccessContext, attempt: LoginAttempt): Promise<void> {
  await ctx.db
    .delete(loginFailures)
    .where(
      and(
        eq(loginFailures.emailFolded, attempt.emailFolded),
        eq(loginFailures.address, attempt.address),
      ),
    );
}
