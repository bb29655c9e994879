import { bigint, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import type { TargetBody } from '../../api/contract/target.ts';
import { dcsNow, moment } from './columns.ts';

/** One deletion of a book or build, from being asked for to its end. */
export const trash = pgTable('trash', {
  id: uuid('id').primaryKey(),
  folderId: uuid('folder_id').notNull(),
  ownerId: uuid('owner_id').notNull(),
  type: text('type', { enum: ['book', 'build'] }).notNull(),
  state: text('state', {
    enum: ['trashing', 'trashed', 'restoring', 'restored', 'purging', 'purged'],
  }).notNull(),
  target: jsonb('target').$type<TargetBody>().notNull(),
  titleFolded: text('title_folded').notNull(),
  previousStatus: text('previous_status', { enum: ['draft', 'published'] }),
  fileCount: integer('file_count').notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  deletedAt: moment('deleted_at').notNull().default(dcsNow),
  deletedBy: text('deleted_by').notNull(),
  purgeAfter: moment('purge_after'),
  updatedAt: moment('updated_at').notNull().default(dcsNow),
});

/** Where a move takes what lies under a prefix. */
export const movePrefixes = pgTable('move_prefixes', {
  operationId: uuid('operation_id').notNull(),
  fromBucket: text('from_bucket', { enum: ['books', 'apps', 'trash'] }).notNull(),
  fromPrefix: text('from_prefix').notNull(),
  toBucket: text('to_bucket', { enum: ['books', 'apps', 'trash'] }).notNull(),
  toPrefix: text('to_prefix').notNull(),
});

/** Multipart uploads a move has begun at its destination. */
export const moveMultiparts = pgTable('move_multiparts', {
  operationId: uuid('operation_id').notNull(),
  bucket: text('bucket', { enum: ['books', 'apps', 'trash'] }).notNull(),
  key: text('key').notNull(),
  multipartId: text('multipart_id').notNull(),
});

/** A prefix nobody writes to any more, though URLs signed for it or late copies still may. */
export const deadPrefixes = pgTable('dead_prefixes', {
  /** Whose multipart uploads are aborted first. */
  uploadId: uuid('upload_id'),
  bucket: text('bucket', { enum: ['books', 'apps', 'trash'] }).notNull(),
  prefix: text('prefix').notNull(),
  dueAt: moment('due_at').notNull(),
  sweepsLeft: integer('sweeps_left').notNull(),
  sweptUpTo: text('swept_up_to'),
});
