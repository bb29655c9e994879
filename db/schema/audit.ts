import { jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { dcsNow, moment } from './columns.ts';

/** Append-only: the database refuses update, delete and truncate. */
export const auditEvents = pgTable('audit_events', {
  id: uuid('id').primaryKey(),
  at: moment('at').notNull().default(dcsNow),
  actorType: text('actor_type', { enum: ['user', 'system', 'anonymous'] }).notNull(),
  actorId: uuid('actor_id'),
  actorEmail: text('actor_email'),
  action: text('action').notNull(),
  targetType: text('target_type').notNull(),
  targetId: text('target_id').notNull(),
  targetName: text('target_name').notNull(),
  before: jsonb('before').$type<Record<string, unknown>>(),
  after: jsonb('after').$type<Record<string, unknown>>(),
  requestId: text('request_id'),
  address: text('address'),
});
