import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Count, Id, listOf, listQuery, Moment, repeatable, Timestamp } from './primitives.ts';

/** What events tell of. Whatever was written once stays readable, also when it is no longer among these. */
export const AUDIT_ACTIONS = [
  'book.create',
  'book.update',
  'book.publish',
  'book.restore_revision',
  'book.prune_revision',
  'book.delete',
  'book.restore',
  'book.purge',
  'build.publish',
  'build.promote',
  'build.restore_revision',
  'build.prune_revision',
  'build.delete',
  'build.restore',
  'build.purge',
  'upload.abort',
  'operation.cancel',
  'operation.retry',
  'user.create',
  'user.enable',
  'user.disable',
  'user.change_password',
  'session.open',
  'session.close',
  'session.reuse_detected',
  'library.rebuild',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AuditEvent = z
  .object({
    id: Id,
    at: Timestamp,
    actor: z.object({
      type: z.enum(['user', 'system', 'anonymous']),
      id: Id.nullable(),
      email: z.string().nullable(),
    }),
    action: z.string().meta({ examples: ['book.update'] }),
    target: z.object({ type: z.string(), id: z.string(), name: z.string() }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
    request_id: z.string().nullable(),
    address: z.string().nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventBody = z.output<typeof AuditEvent>;

const AuditQuery = z.strictObject({
  actor: z.string().max(500).optional().describe('a user id, or an email without regard to case'),
  action: repeatable(z.string().max(100)),
  target_id: z.string().max(100).optional(),
  request_id: z.string().max(100).optional(),
  from: Moment.optional().describe('events at or after'),
  to: Moment.optional().describe('events before'),
  ...listQuery,
});
export type AuditQuery = z.output<typeof AuditQuery>;
export type AuditFilters = Omit<AuditQuery, keyof typeof listQuery>;

/** The content types of an export, by the names people give them. */
export const AUDIT_EXPORTS = { csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;
export type AuditExport = keyof typeof AUDIT_EXPORTS;

export const listAuditEvents = defineEndpoint({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit',
  tag: 'audit',
  summary: 'Who changed what, newest first',
  access: 'admin',
  query: AuditQuery,
  answers: {
    200: {
      description:
        'One page; or all events that match, whatever limit and cursor say, as CSV under a line of ' +
        'titles or as one JSON object a line',
      schema: listOf(AuditEvent),
      alternatives: { [AUDIT_EXPORTS.csv]: z.string(), [AUDIT_EXPORTS.ndjson]: AuditEvent },
      headers: { 'Content-Disposition': 'a file name, where it is not one page' },
    },
  },
  errors: ['request.bad_cursor'],
});

/** What can be wrong with the chain of seals. */
export const AUDIT_FAULTS = {
  changed: 'The event, or its seal, is not what was sealed.',
  missing: 'The event or its seal is gone.',
  cut_off: 'The chain ends here, but the object store knows that it went on.',
  other_head: 'The seal is not the one the object store knows: the chain was made anew.',
  not_sealed: 'The event has lost its seal, or was put in so that it gets none.',
} as const;

const AuditFault = z.object({
  seq: Count.nullable().describe('its number in the chain, from 1; null where it has none'),
  event_id: Id.nullable().describe('null where nothing tells which event it was'),
  reason: z.enum(Object.keys(AUDIT_FAULTS) as (keyof typeof AUDIT_FAULTS)[]),
});
export type AuditFault = z.output<typeof AuditFault>;

const AuditVerdict = z
  .object({
    ok: z.boolean(),
    events: Count.describe('how many events have their right seals, up to the first that has not'),
    unsealed: Count.describe('how many events wait for their seal, which takes seconds'),
    first_bad: AuditFault.optional(),
  })
  .meta({ id: 'AuditVerdict' });
export type AuditVerdictBody = z.output<typeof AuditVerdict>;

export const verifyAudit = defineEndpoint({
  id: 'verifyAudit',
  method: 'GET',
  path: '/audit/verify',
  tag: 'audit',
  summary: 'Whether every event is what it was when it was sealed; takes minutes for a million',
  access: 'admin',
  answers: { 200: { description: 'What was found', schema: AuditVerdict } },
  errors: ['storage.unavailable'],
});
