import type { AuditQuery } from '../../contract/audit.ts';
import type { Context } from '../context.ts';
import { cutPage, type Page, readCursor } from '../list.ts';
import type { AuditEventRow } from './audit-event-row.ts';
import { positionOf, selectAuditEvents } from './select-audit-events.ts';

/**
 * One page of events, newest first.
 * @throws DcsError `request.bad_cursor`
 */
export async function listAuditEvents(
  ctx: Context,
  query: AuditQuery,
): Promise<Page<AuditEventRow>> {
  const { cursor, limit, ...filters } = query;
  const after = await readCursor(cursor, filters);
  const found = await selectAuditEvents(ctx, { filters, after, limit: limit + 1 });
  return cutPage(found, { limit, scope: filters, positionOf });
}
