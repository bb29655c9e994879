import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { afterEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../api/testing/database.ts';
import { type Migration, migrate, readMigrations } from './migrate.ts';
import * as access from './schema/access.ts';
import * as audit from './schema/audit.ts';
import * as content from './schema/content.ts';
import * as folders from './schema/folders.ts';
import * as moves from './schema/moves.ts';
import * as operations from './schema/operations.ts';
import * as uploads from './schema/uploads.ts';
import { SCHEMA_VERSION } from './version.ts';

const databases: TestDatabase[] = [];
async function emptyDatabase(): Promise<TestDatabase> {
  const database = await createTestDatabase('template0');
  databases.push(database);
  return database;
}
afterEach(() => Promise.all(databases.splice(0).map((database) => database.close())));

const migration = (number: number, statement: string): Migration => ({
  number,
  name: `${number}.sql`,
  sha256: String(statement.length),
  sql: statement,
});

describe('migrations', () => {
  it('are numbered up to the version the code asks for', async () => {
    expect((await readMigrations()).at(-1)?.number).toBe(SCHEMA_VERSION);
  });

  it('run once, however often they are asked for', async () => {
    const { url } = await emptyDatabase();
    expect((await migrate(url)).length).toBe(SCHEMA_VERSION);
    expect(await migrate(url)).toEqual([]);
  });

  it('are applied by one of many replicas that start at once on an empty database', async () => {
    const { url } = await emptyDatabase();
    const applied = await Promise.all(Array.from({ length: 8 }, () => migrate(url)));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
  });

  it('keep the data of a populated database', async () => {
    const { url, query } = await emptyDatabase();
    await migrate(url);
    await query.execute(sql`INSERT INTO publishers (name, name_folded) VALUES ('Acme', 'acme')`);
    const migrations = await readMigrations();
    const next = migration(migrations.length + 1, 'ALTER TABLE publishers ADD note text');
    expect(await migrate(url, [...migrations, next])).toEqual([next.name]);
    expect(await query.select().from(content.publishers)).toMatchObject([{ name: 'Acme' }]);
  });

  it('record in 0007 what was there before, in the order in which it is needed', async () => {
    const { url, query } = await emptyDatabase();
    await migrate(url, (await readMigrations()).slice(0, 6));
    await query.execute(sql`
      WITH folder AS (
        INSERT INTO folders (id, bucket, prefix) VALUES (gen_random_uuid(), 'apps', 'linux/1')
        RETURNING id
      ), build AS (
        INSERT INTO builds (id, platform, version, version_folded, channel, folder_id)
        SELECT gen_random_uuid(), 'linux', '1', '1', 'stable', id FROM folder
      )
      INSERT INTO revisions (folder_id, revision, file_count, size_bytes, added, changed, removed)
      SELECT id, n, 0, 0, 0, 0, 0 FROM folder, unnest(ARRAY[2, 1]) AS n`);
    await migrate(url);
    const found = await query.execute(sql`
      SELECT kind, record -> 'revision' AS revision FROM outbox ORDER BY id`);
    expect([...found]).toEqual([
      { kind: 'folder', revision: null },
      { kind: 'build', revision: null },
      { kind: 'revision', revision: 1 },
      { kind: 'revision', revision: 2 },
    ]);
  });

  it('tell in 0010 how long sessions are open, and let replicas of before open more', async () => {
    const { url, query } = await emptyDatabase();
    await migrate(url, (await readMigrations()).slice(0, 9));
    const open = (email: string) =>
      query.execute(sql`
        WITH person AS (
          INSERT INTO users (id, email, email_folded, password_hash, role)
          VALUES (gen_random_uuid(), ${email}, ${email}, '', 'admin') RETURNING id
        )
        INSERT INTO sessions (id, user_id) SELECT gen_random_uuid(), id FROM person`);
    await open('a');
    await query.execute(sql`
      INSERT INTO refresh_tokens
        (token_sha256, session_id, access_jti, issued_at, access_expires_at, expires_at)
      SELECT decode(n::text, 'hex'), id, gen_random_uuid(), '2026-01-01'::timestamptz + n * interval '1 day',
        now(), '2026-02-01'::timestamptz + n * interval '1 day'
      FROM sessions, unnest(ARRAY[10, 20]) AS n`);
    await migrate(url);
    await open('b');
    const found = await query.execute(sql`
      SELECT last_used_at = '2026-01-21' AS used, expires_at = '2026-02-21' AS told,
        expires_at > now() + interval '29 days' AS long
      FROM sessions ORDER BY created_at`);
    expect([...found]).toEqual([
      { used: true, told: true, long: false },
      { used: false, told: false, long: true },
    ]);
  });

  it('leave nothing of one that fails, and go on from there', async () => {
    const { url, query } = await emptyDatabase();
    const broken = migration(1, 'CREATE TABLE half (a int); SELECT 1 / 0');
    await expect(migrate(url, [broken])).rejects.toThrow('division by zero');
    const [row] = await query.execute(sql`SELECT to_regclass('half') AS half`);
    expect(row).toEqual({ half: null });
    expect(await migrate(url, [migration(1, 'CREATE TABLE half (a int)')])).toEqual(['1.sql']);
  });

  it('refuse one that was edited after it had been applied', async () => {
    const { url } = await emptyDatabase();
    await migrate(url, [migration(1, 'CREATE TABLE a (a int)')]);
    const edited = migration(1, 'CREATE TABLE a (a bigint)');
    await expect(migrate(url, [edited])).rejects.toThrow('was edited after it had been applied');
  });

  it('leave alone a database that a newer replica has taken further', async () => {
    const { url } = await emptyDatabase();
    const newer = [migration(1, 'SELECT 1'), migration(2, 'SELECT 22')];
    await migrate(url, newer);
    expect(await migrate(url, newer.slice(0, 1))).toEqual([]);
  });

  it('make the very columns the drizzle schema names', async () => {
    const { url, query } = await emptyDatabase();
    await migrate(url);
    const tables: PgTable[] = [
      ...Object.values(access),
      ...Object.values(audit),
      ...Object.values(content),
      ...Object.values(folders),
      ...Object.values(moves),
      ...Object.values(operations),
      ...Object.values(uploads),
    ];
    for (const table of tables) {
      const wanted = Object.values(getTableColumns(table)).map((column) => ({
        name: column.name,
        type: column.getSQLType().replace('timestamp (3)', 'timestamp(3)'),
        required: column.notNull,
      }));
      const found = await query.execute(sql`
        SELECT attname AS name, format_type(atttypid, atttypmod) AS type, attnotnull AS required
        FROM pg_attribute
        WHERE attrelid = ${getTableName(table)}::regclass AND attnum > 0 AND NOT attisdropped
        ORDER BY attnum`);
      expect([...found], getTableName(table)).toEqual(wanted);
    }
  });
});

describe('dcs_now()', () => {
  it('is the database clock to the millisecond, moved by dcs.clock_offset', async () => {
    const database = await createTestDatabase();
    databases.push(database);
    const ahead = database.open({ 'dcs.clock_offset': '8 days' });
    const read = sql`SELECT extract(epoch FROM dcs_now() - now())::float8 AS ahead,
      extract(microseconds FROM dcs_now())::int % 1000 AS micros`;
    const [here] = await database.query.execute<{ ahead: number; micros: number }>(read);
    const [there] = await ahead.query.execute<{ ahead: number; micros: number }>(read);
    await ahead.close();
    expect(here?.ahead).toBeCloseTo(0, 2);
    expect(there?.ahead).toBeCloseTo(8 * 86_400, 2);
    expect([here?.micros, there?.micros]).toEqual([0, 0]);
  });
});
