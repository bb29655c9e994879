import { stat } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { createTestApp } from '../../../api/testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../../../api/testing/database.ts';
import { makeTempFolder } from '../../../api/testing/temp-folder.ts';
import { users } from '../../../db/schema/access.ts';
import { closedUrl, runDcs } from '../testing/run-dcs.ts';

const EMAIL = 'ada@example.com';
const PASSWORD = 'doğru at pil zımba';
const NO_DATABASE = 'postgres://nobody:swordfish@127.0.0.1:9/none';

let database: TestDatabase;
let env: Record<string, string>;

const opened: TestDatabase[] = [];
async function use(...template: Parameters<typeof createTestDatabase>): Promise<void> {
  database = await createTestDatabase(...template);
  opened.push(database);
  env = { DATABASE_URL: database.url };
}
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

const createUser = (args: readonly string[], input = '') =>
  runDcs(['admin', 'create-user', '--email', EMAIL, ...args], { env, input });

async function canSignIn(password: string): Promise<boolean> {
  const body = { email: EMAIL, password };
  return (await createTestApp(database).call('/auth/login', { body })).status === 200;
}

describe('admin create-user', () => {
  beforeEach(() => use());

  test('makes an account with the password on stdin, and does not repeat it', async () => {
    const { code, stdout, stderr } = await createUser(['--password-stdin'], `${PASSWORD}\n`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^Created ada@example\.com \(admin\), id [0-9a-f-]{36}\.\n$/);
    expect(await canSignIn(PASSWORD)).toBe(true);
  });

  test('makes a password where none is given, and prints it this once', async () => {
    const { stdout } = await createUser([]);
    const password = /^password: (\S{20})$/m.exec(stdout)?.[1] ?? '';
    expect(await canSignIn(password)).toBe(true);
  });

  test('with --json prints one document, with the password only if it was made', async () => {
    const given = await createUser(['--json', '--password-stdin'], PASSWORD);
    const [user] = await database.query.select().from(users);
    expect(JSON.parse(given.stdout)).toEqual({ id: user?.id, email: EMAIL, role: 'admin' });
    await database.query.delete(users);
    const made = JSON.parse((await createUser(['--json'])).stdout);
    expect(await canSignIn(made.password)).toBe(true);
  });

  test('of an email that is taken, in any case, ends with 1', async () => {
    await createUser(['--password-stdin'], PASSWORD);
    const args = ['admin', 'create-user', '--email', 'ADA@example.com'];
    expect(await runDcs(args, { env })).toEqual({
      code: 1,
      stdout: '',
      stderr: 'dcs: There is an account ADA@example.com already.\n',
    });
  });

  test('that the database refuses is told without the statement and its values', async () => {
    await database.query.execute(sql`ALTER TABLE users ADD CHECK (email <> 'ada@example.com')`);
    const { code, stderr } = await createUser(['--password-stdin'], PASSWORD);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dcs: new row .* violates check constraint "\w+"\n$/);
  });

  test('with a short password ends with 2 and makes nothing', async () => {
    const { code, stderr } = await createUser(['--password-stdin'], 'swordfish');
    expect(code).toBe(2);
    expect(stderr).toContain('The password cannot be taken.');
    expect(stderr).not.toContain('swordfish');
    expect(await database.query.select().from(users)).toEqual([]);
  });
});

describe('ops migrate', () => {
  test('brings an empty database to the newest schema, and then has nothing to do', async () => {
    await use('template0');
    const first = await runDcs(['ops', 'migrate'], { env });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.stdout).toMatch(/^Applied 0001_\S+\.sql\.\n/);
    expect(await runDcs(['ops', 'migrate'], { env })).toEqual({
      code: 0,
      stdout: 'The database is up to date.\n',
      stderr: '',
    });
    expect((await runDcs(['ops', 'migrate', '--json'], { env })).stdout).toBe('{"applied":[]}\n');
  });

  test('without the database ends with 5, and does not print its password', async () => {
    env = { DATABASE_URL: NO_DATABASE };
    const { code, stdout, stderr } = await runDcs(['ops', 'migrate'], { env });
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' });
    expect(stderr).toContain('dcs: The database cannot be reached: ');
    expect(stderr).toContain('Check DATABASE_URL');
    expect(stderr).not.toContain('swordfish');
  });

  test('with a wrong password for the database ends with 1 and says so', async () => {
    await use();
    const url = new URL(database.url);
    url.username = 'nobody';
    const { code, stderr } = await runDcs(['ops', 'migrate'], { env: { DATABASE_URL: url.href } });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^dcs: .*nobody.*\n$/);
  });

  test('with wrong settings ends with 2 and tells each', async () => {
    const wrong = { DATABASE_URL: 'mysql://x', PORT: 'eighty' };
    const { code, stderr } = await runDcs(['ops', 'migrate'], { env: wrong });
    expect(code).toBe(2);
    expect(stderr).toContain('DATABASE_URL: It must look like postgres://');
    expect(stderr).toContain('PORT: ');
  });
});

describe('ops tick', () => {
  test('does what is due, tells how much it was, and then has nothing to do', async () => {
    await use();
    const { endpoint, accessKey, secretKey } = inject('store');
    env = { ...env, S3_ENDPOINT: endpoint, S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey };
    const addRecord = () =>
      database.query.execute(sql`
        INSERT INTO outbox (kind, entity_id, record) VALUES ('book', gen_random_uuid(), '{}')`);
    await addRecord();
    expect(await runDcs(['ops', 'tick'], { env })).toEqual({
      code: 0,
      stdout: 'WORK              WAS DUE  IS LEFT\nrecords to write  1        0\n',
      stderr: '',
    });
    const { stdout } = await runDcs(['ops', 'tick', '--seconds', '5'], { env });
    expect(stdout).toBe('Nothing was due.\n');
    await addRecord();
    const told = JSON.parse((await runDcs(['ops', 'tick', '--json'], { env })).stdout);
    expect(told).toMatchObject({ due: { records: 1, operations: 0 }, left: { records: 0 } });
  });

  test('without a store ends with 2, says what to do, and starts no database for it', async () => {
    const folder = await makeTempFolder();
    const dataDir = path.join(folder.path, 'data');
    const { code, stdout, stderr } = await runDcs(['ops', 'tick'], {
      env: { DCS_DATA_DIR: dataDir },
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('There is no object store: set S3_ENDPOINT');
    await expect(stat(dataDir)).rejects.toMatchObject({ code: 'ENOENT' });
    await folder.remove();
  });

  test('whose store is away ends with 5', async () => {
    await use();
    const S3_ENDPOINT = await closedUrl();
    env = { ...env, S3_ENDPOINT, S3_ACCESS_KEY: 'key', S3_SECRET_KEY: 'swordfish' };
    const { code, stderr } = await runDcs(['ops', 'tick'], { env });
    expect(code).toBe(5);
    expect(stderr).toContain('dcs: The object store');
    expect(stderr).not.toContain('swordfish');
  });
});
