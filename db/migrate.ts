import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { sql } from 'drizzle-orm';
import { openDatabase, type Tx } from './client.ts';

/** Any number no other program locks in the same database; spells "dcs". */
const MIGRATION_LOCK = 0x646373;
const FILE_NAME = /^(\d{4})_[a-z0-9-]+\.sql$/;

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sha256: string;
  readonly sql: string;
}

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

/** The migrations of `db/migrations`, in order, without a gap. */
export async function readMigrations(
  directory: URL = new URL('./migrations/', import.meta.url),
): Promise<readonly Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations = await Promise.all(names.map((name) => readMigration(directory, name)));
  for (const [index, { number, name }] of migrations.entries()) {
    if (number !== index + 1) throw new MigrationError(`${name} should have number ${index + 1}.`);
  }
  return migrations;
}

async function readMigration(directory: URL, name: string): Promise<Migration> {
  const number = FILE_NAME.exec(name)?.[1];
  if (!number) throw new MigrationError(`${name} should be named like 0001_what-it-adds.sql.`);
  const text = await readFile(new URL(name, directory), 'utf8');
  const sha256 = createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex');
  return { number: Number(number), name, sha256, sql: text };
}

/**
 * Brings a database to the newest migration, all that is missing in one transaction. Many processes
 * may do so at once: one works and the others wait for it. A database that is ahead of this code
 * (a newer replica was here) is left as it is.
 *
 * @returns the names of the migrations applied now
 * @throws MigrationError when a migration already applied has since been edited
 */
export async function migrate(
  url: string,
  migrations?: readonly Migration[],
): Promise<readonly string[]> {
  const wanted = migrations ?? (await readMigrations());
  const database = openDatabase({ url, maxConnections: 1 });
  try {
    return await database.query.transaction(async (tx) => {
      await tx.execute(sql`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
      await tx.execute(sql`CREATE TABLE IF NOT EXISTS schema_migrations (
        number integer PRIMARY KEY,
        name text NOT NULL,
        sha256 text NOT NULL,
        applied_at timestamptz NOT NULL DEFAULT now()
      )`);
      return await applyMissing(tx, wanted);
    });
  } finally {
    await database.close();
  }
}

async function applyMissing(tx: Tx, wanted: readonly Migration[]): Promise<readonly string[]> {
  const rows = await tx.execute<{ number: number; sha256: string }>(
    sql`SELECT number, sha256 FROM schema_migrations`,
  );
  const applied = new Map(rows.map((row) => [row.number, row.sha256]));
  const now: string[] = [];
  for (const migration of wanted) {
    const known = applied.get(migration.number);
    if (known === migration.sha256) continue;
    if (known) {
      throw new MigrationError(
        `${migration.name} was edited after it had been applied here. Restore it, and put the change into a new migration.`,
      );
    }
    const { number, name, sha256 } = migration;
    await tx.execute(sql.raw(migration.sql)).catch((cause: unknown) => {
      const reason = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
      throw new MigrationError(`${name} failed: ${reason}`, { cause });
    });
    await tx.execute(sql`INSERT INTO schema_migrations (number, name, sha256)
      VALUES (${number}, ${name}, ${sha256})`);
    now.push(name);
  }
  return now;
}
