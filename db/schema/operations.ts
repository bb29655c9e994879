import { integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { ProblemBody } from '../../api/contract/errors.ts';
import { OPERATION_STATES, OPERATION_TYPES } from '../../api/contract/operations.ts';
import type { TargetBody } from '../../api/contract/target.ts';
import { createdAt, dcsNow, moment } from './columns.ts';

/** Slow work that goes on after its request was answered. */
export const operations = pgTable('operations', {
  id: uuid('id').primaryKey(),
  type: text('type', { enum: OPERATION_TYPES }).notNull(),
  state: text('state', { enum: OPERATION_STATES }).notNull(),
  folderId: uuid('folder_id').notNull(),
  subjectId: uuid('subject_id').notNull(),
  target: jsonb('target').$type<TargetBody>().notNull(),
  askedBy: jsonb('asked_by').notNull(),
  done: integer('done').notNull().default(0),
  total: integer('total').notNull(),
  attempts: integer('attempts').notNull().default(0),
  nextAttemptAt: moment('next_attempt_at').notNull().default(dcsNow),
  leaseId: uuid('lease_id'),
  leaseUntil: moment('lease_until'),
  error: jsonb('error').$type<ProblemBody>(),
  result: jsonb('result').$type<Record<string, unknown>>(),
  createdAt: createdAt(),
  updatedAt: moment('updated_at').notNull().default(dcsNow),
});
