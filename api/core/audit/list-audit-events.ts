import type { AuditEventBody, AuditQuery } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { cutPage, readCursor, writeCursor } from '../list.ts';
import { auditEventBody } from './audit-event-row.ts';
import { positionOf, selectAuditEvents } from './select-audit-events.ts';

export interface AuditList {
  readonly items: AuditEventBody[];
  readonly nextCursor: string | null;
}

/**
 * One page of events, newest first.
 * @throws DcsError `request.bad_cursor`
 */
export async function listAuditEvents(ctx: Context, query: AuditQuery): Promise<AuditList> {
  const { cursor, limit, ...filters } = query;
  const after = await readCursor(cursor, filters);
  const found = await selectAuditEvents(ctx, { filters, after, limit: limit + 1 });
  const { rows, last } = cutPage(found, limit);
  return {
    items: rows.map(auditEventBody),
    nextCursor: last ? await writeCursor(positionOf(last), filters) : null,
  };
}
