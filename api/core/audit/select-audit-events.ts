import { and, desc, eq, gte, inArray, lt, or, type SQL, sql } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { auditEvents } from '../../../db/schema/audit.ts';
import type { AuditEventBody, AuditFilters } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { isOlder, type ListPosition, positionByAge } from '../list.ts';
import { type AuditEventRow, auditEventBody } from './audit-event-row.ts';

/** Events may carry a whole book's details, so a page is small enough to be held by many readers. */
const PAGE_EVENTS = 1000;

interface EventsWanted {
  readonly filters: AuditFilters;
  /** The event they come after. */
  readonly after: ListPosition | undefined;
  readonly limit: number;
}

/** Events, newest first. */
export function selectAuditEvents(
  { db }: Pick<Context, 'db'>,
  { filters, after, limit }: EventsWanted,
): Promise<AuditEventRow[]> {
  return db
    .select()
    .from(auditEvents)
    .where(and(...conditions(filters), after && isOlder(after, auditEvents.at, auditEvents.id)))
    .orderBy(desc(auditEvents.at), desc(auditEvents.id))
    .limit(limit);
}

/** Where a list goes on after this event. */
export function positionOf({ at, id }: Pick<AuditEventRow, 'at' | 'id'>): ListPosition {
  return positionByAge(at, id);
}

/** All events that match, newest first, a page at a time. */
export async function* auditEventPages(
  ctx: Pick<Context, 'db'>,
  filters: AuditFilters,
): AsyncGenerator<readonly AuditEventBody[], void> {
  let after: ListPosition | undefined;
  for (;;) {
    const rows = await selectAuditEvents(ctx, { filters, after, limit: PAGE_EVENTS });
    if (rows.length > 0) yield rows.map(auditEventBody);
    const last = rows.at(-1);
    if (!last || rows.length < PAGE_EVENTS) return;
    after = positionOf(last);
  }
}

function conditions(filters: AuditFilters): (SQL | undefined)[] {
  const { actor, action, target_id, request_id, from, to } = filters;
  return [
    actor === undefined ? undefined : byActor(actor),
    action && inArray(auditEvents.action, action),
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
