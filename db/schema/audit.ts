import { bigint, customType, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, dcsNow, moment } from './columns.ts';

/** A transaction's 64-bit id, which never wraps around. */
const xid8 = customType<{ data: string }>({ dataType: () => 'xid8' });

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

/** The chain of sealed events, from 1 without a gap. Append-only as well. */
export const auditSeals = pgTable('audit_seals', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  eventId: uuid('event_id').notNull(),
  hash: bytea('hash').notNull(),
});

/** Seals that were written to the bucket `meta`. Append-only as well. */
export const auditHeads = pgTable('audit_heads', {
  seq: bigint('seq', { mode: 'number' }).primaryKey(),
  writtenAt: moment('written_at').notNull().default(dcsNow),
});

/** Events that wait for their seal; a trigger on `audit_events` adds them. */
export const auditUnsealed = pgTable('audit_unsealed', {
  eventId: uuid('event_id').primaryKey(),
  xid: xid8('xid').notNull(),
});
