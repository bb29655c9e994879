import type { auditEvents } from '../../../db/schema/audit.ts';
import type { AuditEventBody } from '../../contract/audit.ts';

export type AuditEventRow = typeof auditEvents.$inferSelect;

/**
 * An event as on the wire. Seals cover this form: a member added to it must be left out of events
 * that have no such thing, or every seal there is breaks.
 */
export function auditEventBody(row: AuditEventRow): AuditEventBody {
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
