import { bigint, pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { BOOK_STATUSES } from '../../api/contract/books.ts';
import { createdAt, dcsNow, moment } from './columns.ts';

export const publishers = pgTable('publishers', {
  name: text('name').primaryKey(),
  nameFolded: text('name_folded').notNull().unique(),
  createdAt: createdAt(),
});

export const books = pgTable('books', {
  id: uuid('id').primaryKey(),
  publisher: text('publisher').notNull(),
  publisherFolded: text('publisher_folded').notNull(),
  bookName: text('book_name').notNull(),
  bookNameFolded: text('book_name_folded').notNull(),
  language: text('language').notNull(),
  category: text('category').notNull(),
  categoryFolded: text('category_folded').notNull(),
  version: text('version').notNull(),
  status: text('status', { enum: BOOK_STATUSES }).notNull(),
  /** Rises with every change a reader of the book could see; the ETag derives from it. */
  rowVersion: bigint('row_version', { mode: 'number' }).notNull().default(1),
  createdAt: createdAt(),
  updatedAt: moment('updated_at').notNull().default(dcsNow),
  /** Where its content is; null before the first upload. */
  folderId: uuid('folder_id'),
});
