import { and, desc, eq, gte, lt, or, type SQL, sql } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { auditEvents } from '../../db/schema/audit.ts';
import type { AuditEventBody, AuditQuery } from '../contract/audit.ts';
import type { Context } from './context.ts';
import { cutPage, readCursor, writeCursor } from './list.ts';

export interface AuditList {
  readonly items: AuditEventBody[];
  readonly nextCursor: string | null;
}

/**
 * One page of events, newest first.
 * @throws DcsError `request.bad_cursor`
 */
export async function listAuditEvents(ctx: Context, query: AuditQuery): Promise<AuditList> {
  const { cursor, limit, ...scope } = query;
  const position = await readCursor(cursor, scope);
  const before =
    position &&
    sql`(${auditEvents.at}, ${auditEvents.id}) < (${position.value}::timestamptz, ${position.id}::uuid)`;
  const found = await ctx.db
    .select()
    .from(auditEvents)
    .where(and(...filters(query), before))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit + 1);
  const { rows, last } = cutPage(found, limit);
  return {
    items: rows.map(eventBody),
    nextCursor: last
      ? await writeCursor({ value: last.at.toISOString(), id: last.id }, scope)
      : null,
  };
}

function filters(query: AuditQuery): (SQL | undefined)[] {
  const { actor, action, target_id, request_id, from, to } = query;
  return [
    actor === undefined ? undefined : byActor(actor),
    action === undefined ? undefined : eq(auditEvents.action, action),
    target_id === undefined ? undefined : eq(auditEvents.targetId, target_id),
    request_id === undefined ? undefined : eq(auditEvents.requestId, request_id),
    from === undefined ? undefined : gte(auditEvents.at, new Date(from)),
    to === undefined ? undefined : lt(auditEvents.at, new Date(to)),
  ];
}

function byActor(actor: string): SQL | undefined {
  const byEmail = sql`lower(${auditEvents.actorEmail}) = ${actor.toLowerCase()}`;
  return isUuid(actor) ? or(eq(auditEvents.actorId, actor), byEmail) : byEmail;
}

function eventBody(row: typeof auditEvents.$inferSelect): AuditEventBody {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: { type: row.actorType, id: row.actorId, email: row.actorEmail },
    action: row.action,
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    before: row.before,
    after: row.after,
    request_id: row.requestId,
    address: row.address,
  };
}
