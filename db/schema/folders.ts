import { bigint, boolean, integer, jsonb, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { createdAt, dcsNow, moment } from './columns.ts';

/** What is published as a whole: the content of a book, or of one build of an app. */
export const folders = pgTable('folders', {
  id: uuid('id').primaryKey(),
  bucket: text('bucket', { enum: ['books', 'apps'] }).notNull(),
  prefix: text('prefix').notNull(),
  headRevision: integer('head_revision').notNull().default(0),
  epoch: integer('epoch').notNull().default(1),
  fileCount: integer('file_count').notNull().default(0),
  directoryCount: integer('directory_count').notNull().default(0),
  linkCount: integer('link_count').notNull().default(0),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull().default(0),
  headManifestSha256: text('head_manifest_sha256'),
  oldestRevision: integer('oldest_revision').notNull().default(1),
});

export const builds = pgTable('builds', {
  id: uuid('id').primaryKey(),
  platform: text('platform', { enum: ['macos', 'windows', 'linux'] }).notNull(),
  version: text('version').notNull(),
  versionFolded: text('version_folded').notNull(),
  channel: text('channel').notNull(),
  folderId: uuid('folder_id').notNull().unique(),
  firstPublishedAt: moment('first_published_at'),
  createdAt: createdAt(),
  updatedAt: moment('updated_at').notNull().default(dcsNow),
  inTrash: boolean('in_trash').notNull().default(false),
});

/** What the store holds for a folder. */
export const objects = pgTable('objects', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  folderId: uuid('folder_id').notNull(),
  bucket: text('bucket', { enum: ['books', 'apps', 'trash'] }).notNull(),
  key: text('key').notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  sha256: text('sha256').notNull(),
  state: text('state', { enum: ['live', 'doomed'] }).notNull(),
  notBefore: moment('not_before'),
});

/** What a revision shows: a row lives from the revision that brought it to the one that dropped it. */
export const files = pgTable('files', {
  folderId: uuid('folder_id').notNull(),
  path: text('path').notNull(),
  kind: text('kind', { enum: ['file', 'directory', 'link'] }).notNull(),
  objectId: bigint('object_id', { mode: 'number' }),
  executable: boolean('executable').notNull().default(false),
  linkTarget: text('link_target'),
  addedIn: integer('added_in').notNull(),
  removedIn: integer('removed_in'),
});

export const revisions = pgTable('revisions', {
  folderId: uuid('folder_id').notNull(),
  revision: integer('revision').notNull(),
  uploadId: uuid('upload_id'),
  publishedBy: uuid('published_by'),
  publishedAt: moment('published_at').notNull().default(dcsNow),
  fileCount: integer('file_count').notNull(),
  sizeBytes: bigint('size_bytes', { mode: 'number' }).notNull(),
  added: integer('added').notNull(),
  changed: integer('changed').notNull(),
  removed: integer('removed').notNull(),
  restoredFrom: integer('restored_from'),
});

/**
 * Records for bucket `meta`, written by a tick after the commit that made them. But for `moved` they
 * are whole rows, which triggers put here.
 */
export const outbox = pgTable('outbox', {
  id: bigint('id', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  kind: text('kind', {
    enum: ['folder', 'book', 'build', 'trash', 'revision', 'moved'],
  }).notNull(),
  /** Of `revision` and `moved`, the folder. */
  entityId: uuid('entity_id').notNull(),
  record: jsonb('record').notNull(),
  createdAt: createdAt(),
});
