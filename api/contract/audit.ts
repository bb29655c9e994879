import { z } from 'zod';
import { defineEndpoint } from './endpoint.ts';
import { Id, listOf, listQuery, Moment, Timestamp } from './primitives.ts';

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
  action: z.string().max(100).optional(),
  target_id: z.string().max(100).optional(),
  request_id: z.string().max(100).optional(),
  from: Moment.optional().describe('events at or after'),
  to: Moment.optional().describe('events before'),
  ...listQuery,
});
export type AuditQuery = z.output<typeof AuditQuery>;

export const listAuditEvents = defineEndpoint({
  id: 'listAuditEvents',
  method: 'GET',
  path: '/audit',
  tag: 'audit',
  summary: 'Who changed what, newest first',
  access: 'admin',
  query: AuditQuery,
  answers: { 200: { description: 'One page', schema: listOf(AuditEvent) } },
  errors: ['request.bad_cursor'],
});
