import { desc, eq, getTableColumns, inArray, sql } from 'drizzle-orm';
import type { Tx } from '../../../db/client.ts';
import { auditEvents, auditSeals, auditUnsealed } from '../../../db/schema/audit.ts';
import type { Budget } from '../budget.ts';
import type { Context } from '../context.ts';
import { transaction } from '../transaction.ts';
import { type AuditEventRow, auditEventBody } from './audit-event-row.ts';
import { GENESIS, sealHash } from './seal-hash.ts';

const EVENTS_AT_ONCE = 1000;

/**
 * Chains events that no older transaction can still get in front of. Writers never wait for it, and
 * whoever comes while another seals leaves it to that one.
 */
export async function sealAuditEvents({ db }: Pick<Context, 'db'>, budget: Budget): Promise<void> {
  for (;;) {
    const sealed = await transaction(db, sealSome);
    if (sealed < EVENTS_AT_ONCE || budget.isSpent()) return;
  }
}

/** @returns how many it sealed */
async function sealSome(tx: Tx): Promise<number> {
  const [lock] = await tx.execute<{ mine: boolean }>(
    sql`SELECT pg_try_advisory_xact_lock(hashtextextended('audit seals', 0)) AS mine`,
  );
  if (!lock?.mine) return 0;
  const events = await selectSettled(tx);
  if (events.length === 0) return 0;
  const [head] = await tx.select().from(auditSeals).orderBy(desc(auditSeals.seq)).limit(1);
  let { seq, hash } = head ?? { seq: 0, hash: GENESIS };
  const seals: (typeof auditSeals.$inferInsert)[] = [];
  for (const event of events) {
    seq += 1;
    hash = await sealHash(hash, auditEventBody(event));
    seals.push({ seq, eventId: event.id, hash });
  }
  await tx.insert(auditSeals).values(seals);
  const ids = events.map(({ id }) => id);
  await tx.delete(auditUnsealed).where(inArray(auditUnsealed.eventId, ids));
  return seals.length;
}

/**
 * The next events in the order of their transactions, below the oldest transaction that still runs:
 * what it and those after it write is younger. A transaction the database has yet to come to wrote
 * its event in another one, from which this was restored, and has ended there.
 */
function selectSettled(tx: Tx): Promise<AuditEventRow[]> {
  const { xid, eventId } = auditUnsealed;
  return tx
    .select(getTableColumns(auditEvents))
    .from(auditUnsealed)
    .innerJoin(auditEvents, eq(auditEvents.id, eventId))
    .where(
      sql`${xid} < pg_snapshot_xmin(pg_current_snapshot())
        OR ${xid} >= pg_snapshot_xmax(pg_current_snapshot())`,
    )
    .orderBy(xid, eventId)
    .limit(EVENTS_AT_ONCE);
}
