import { sql } from 'drizzle-orm';
import type { AuditFault, AuditVerdictBody } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { HEADS_PREFIX, parseHeadKey } from './audit-head.ts';
import { SealChain } from './seal-chain.ts';

/**
 * Computes the whole chain of seals anew and holds it against every head the store keeps. It takes
 * a minute or two for a million events, and stops at the first that is wrong.
 * @throws DcsError `storage.unavailable`
 */
export async function verifyAudit(ctx: Pick<Context, 'db' | 'blobs'>): Promise<AuditVerdictBody> {
  const chain = new SealChain(ctx);
  const fault =
    (await walkHeads(ctx, chain)) ?? (await chain.walkToEnd()) ?? (await findForgotten(ctx));
  return {
    ok: fault === undefined,
    events: chain.seq,
    unsealed: await countUnsealed(ctx),
    ...(fault ? { first_bad: fault } : {}),
  };
}

/** A head is listed before the chain is read up to it, so a chain that grows meanwhile is no fault. */
async function walkHeads(
  { blobs }: Pick<Context, 'blobs'>,
  chain: SealChain,
): Promise<AuditFault | undefined> {
  for await (const page of blobs.list('meta', HEADS_PREFIX)) {
    for (const { key } of page) {
      const head = parseHeadKey(key);
      const fault = head && (await chain.walkTo(head));
      if (fault) return fault;
    }
  }
  return undefined;
}

/** An event that neither has a seal nor waits for one: somebody took the chain's end away. */
async function findForgotten({ db }: Pick<Context, 'db'>): Promise<AuditFault | undefined> {
  const [event] = await db.execute<{ id: string }>(sql`
    SELECT id FROM audit_events e
    WHERE NOT EXISTS (SELECT FROM audit_seals WHERE event_id = e.id)
      AND NOT EXISTS (SELECT FROM audit_unsealed WHERE event_id = e.id)
    ORDER BY at, id LIMIT 1`);
  return event && { seq: null, event_id: event.id, reason: 'not_sealed' };
}

async function countUnsealed({ db }: Pick<Context, 'db'>): Promise<number> {
  const [row] = await db.execute<{ events: string }>(
    sql`SELECT count(*) AS events FROM audit_unsealed`,
  );
  return Number(row?.events);
}
