import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { UPLOAD_STATES } from '../../api/contract/upload-bodies.ts';
import { createdAt, moment } from './columns.ts';

export const uploads = pgTable('uploads', {
  id: uuid('id').primaryKey(),
  folderId: uuid('folder_id').notNull(),
  state: text('state', { enum: UPLOAD_STATES }).notNull(),
  mode: text('mode', { enum: ['replace', 'merge'] }).notNull(),
  manifestSha256: text('manifest_sha256').notNull(),
  gen: text('gen').notNull().unique(),
  baseRevision: integer('base_revision').notNull(),
  epoch: integer('epoch').notNull(),
  counts: jsonb('counts').notNull(),
  bytes: jsonb('bytes').notNull(),
  urlsExpireAt: moment('urls_expire_at'),
  receipt: jsonb('receipt'),
  createdBy: uuid('created_by').notNull(),
  createdAt: createdAt(),
  expiresAt: moment('expires_at').notNull(),
  prefix: text('prefix').notNull(),
});

/** What publishing an upload would change, against its base revision. */
export const uploadChanges = pgTable('upload_changes', {
  uploadId: uuid('upload_id').notNull(),
  path: text('path').notNull(),
  was: text('was', { enum: ['file', 'directory', 'link'] }),
  kind: text('kind', { enum: ['file', 'directory', 'link'] }),
  sizeBytes: bigint('size_bytes', { mode: 'number' }),
  sha256: text('sha256'),
  executable: boolean('executable').notNull().default(false),
  linkTarget: text('link_target'),
  reusedObjectId: bigint('reused_object_id', { mode: 'number' }),
});

/** Multipart uploads begun at the store, one a file. */
export const uploadMultiparts = pgTable('upload_multiparts', {
  uploadId: uuid('upload_id').notNull(),
  path: text('path').notNull(),
  multipartId: text('multipart_id').notNull(),
});
