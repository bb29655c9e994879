import { and, desc, gt, isNull, lte, or, sql } from 'drizzle-orm';
import { auditHeads, auditSeals } from '../../../db/schema/audit.ts';
import { dcsNow } from '../../../db/schema/columns.ts';
import type { Context } from '../context.ts';
import { bytesToHex } from '../hashes.ts';
import { headKey } from './audit-head.ts';

/**
 * Writes the newest seal to the bucket `meta`, once an hour unless nothing was sealed: whoever cuts
 * off the end of the chain, or makes a new one, cannot do so there. Two at once write the same.
 */
export async function writeAuditHead({ db, blobs }: Pick<Context, 'db' | 'blobs'>): Promise<void> {
  const last = db.select().from(auditHeads).orderBy(desc(auditHeads.seq)).limit(1).as('last');
  const isDue = and(
    gt(auditSeals.seq, last.seq),
    lte(last.writtenAt, sql`${dcsNow} - interval '1 hour'`),
  );
  const [due] = await db
    .select({
      seq: auditSeals.seq,
      event_id: auditSeals.eventId,
      hash: auditSeals.hash,
      at: dcsNow.mapWith(auditHeads.writtenAt),
    })
    .from(auditSeals)
    .leftJoin(last, sql`true`)
    .where(or(isNull(last.seq), isDue))
    .orderBy(desc(auditSeals.seq))
    .limit(1);
  if (!due) return;
  const head = { ...due, hash: bytesToHex(due.hash) };
  await blobs.putJson({ bucket: 'meta', key: headKey(head) }, head);
  await db.insert(auditHeads).values({ seq: due.seq }).onConflictDoNothing();
}
