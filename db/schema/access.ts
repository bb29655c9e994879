import { pgTable, text, uuid } from 'drizzle-orm/pg-core';
import { bytea, createdAt, dcsNow, moment } from './columns.ts';

export const users = pgTable('users', {
  id: uuid('id').primaryKey(),
  email: text('email').notNull(),
  emailFolded: text('email_folded').notNull().unique(),
  passwordHash: text('password_hash').notNull(),
  role: text('role', { enum: ['admin'] }).notNull(),
  disabledAt: moment('disabled_at'),
  createdAt: createdAt(),
});

/** One family of refresh tokens. */
export const sessions = pgTable('sessions', {
  id: uuid('id').primaryKey(),
  userId: uuid('user_id').notNull(),
  createdAt: createdAt(),
  revokedAt: moment('revoked_at'),
  /** Where it was opened from, as far as is known. */
  address: text('address'),
  userAgent: text('user_agent'),
  lastUsedAt: moment('last_used_at').notNull().default(dcsNow),
  /** Of the newest refresh token. */
  expiresAt: moment('expires_at').notNull(),
});

export const refreshTokens = pgTable('refresh_tokens', {
  tokenSha256: bytea('token_sha256').primaryKey(),
  sessionId: uuid('session_id').notNull(),
  accessJti: uuid('access_jti').notNull(),
  issuedAt: moment('issued_at').notNull().default(dcsNow),
  accessExpiresAt: moment('access_expires_at').notNull(),
  expiresAt: moment('expires_at').notNull(),
  usedAt: moment('used_at'),
});

export const revokedTokens = pgTable('revoked_tokens', {
  jti: uuid('jti').primaryKey(),
  expiresAt: moment('expires_at').notNull(),
});

export const loginFailures = pgTable('login_failures', {
  id: uuid('id').primaryKey(),
  emailFolded: text('email_folded').notNull(),
  address: text('address').notNull(),
  at: moment('at').notNull().default(dcsNow),
});
