import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { transaction } from '../api/core/transaction.ts';
import { createTestDatabase, type TestDatabase } from '../api/testing/database.ts';
import type { Tx } from './client.ts';

let database: TestDatabase;
let killer: ReturnType<TestDatabase['open']>;

beforeAll(async () => {
  database = await createTestDatabase();
  killer = database.open({});
  await database.query.execute(sql`CREATE TABLE marks (name text PRIMARY KEY)`);
});
beforeEach(() => database.query.execute(sql`TRUNCATE marks`));
afterAll(async () => {
  await killer.close();
  await database.close();
});

const mark = (tx: Tx, name: string) => tx.execute(sql`INSERT INTO marks VALUES (${name})`);

async function marks(): Promise<string[]> {
  const rows = await killer.query.execute<{ name: string }>(sql`SELECT name FROM marks ORDER BY 1`);
  return rows.map(({ name }) => name);
}

async function terminateBackendOf(tx: Tx): Promise<void> {
  const [row] = await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
  const pid = row?.pid;
  await killer.query.execute(sql`SELECT pg_terminate_backend(${pid})`);
  await expect
    .poll(() => killer.query.execute(sql`SELECT FROM pg_stat_activity WHERE pid = ${pid}`))
    .toHaveLength(0);
}

describe('a transaction whose backend is terminated', () => {
  it('writes nothing, though its callback goes on', async () => {
    let later: Promise<unknown> = Promise.resolve();
    const work = database.query.transaction(async (tx) => {
      await mark(tx, 'before');
      await terminateBackendOf(tx);
      later = mark(tx, 'after');
      await later;
    });
    await expect(work).rejects.toThrow();
    await expect(later).rejects.toThrow();
    expect(await marks()).toEqual([]);
  });

  it('refuses statements in a savepoint as well', async () => {
    let later: Promise<unknown> = Promise.resolve();
    const work = database.query.transaction(async (tx) => {
      await terminateBackendOf(tx);
      later = tx.transaction((inner) => mark(inner, 'inside'));
      await later;
    });
    await expect(work).rejects.toThrow();
    await expect(later).rejects.toThrow();
    expect(await marks()).toEqual([]);
  });

  it('rejects when a statement was under way, and the process goes on', async () => {
    const work = database.query.transaction(async (tx) => {
      await mark(tx, 'before');
      const [row] = await tx.execute<{ pid: number }>(sql`SELECT pg_backend_pid() AS pid`);
      const asleep = tx.execute(sql`SELECT pg_sleep(30)`);
      await Promise.all([
        asleep,
        killer.query.execute(sql`SELECT pg_terminate_backend(${row?.pid})`),
      ]);
    });
    await expect(work).rejects.toThrow();
    expect(await marks()).toEqual([]);
  });

  it('is run again as a whole by the helper', async () => {
    let attempts = 0;
    await transaction(database.query, async (tx) => {
      attempts += 1;
      await mark(tx, `first half of attempt ${attempts}`);
      if (attempts === 1) await terminateBackendOf(tx);
      await mark(tx, `second half of attempt ${attempts}`);
    });
    expect(await marks()).toEqual(['first half of attempt 2', 'second half of attempt 2']);
  });

  it('is tried a bounded number of times', async () => {
    let attempts = 0;
    const work = transaction(database.query, async (tx) => {
      attempts += 1;
      await terminateBackendOf(tx);
      await mark(tx, 'never');
    });
    await expect(work).rejects.toThrow();
    expect(attempts).toBe(5);
    expect(await marks()).toEqual([]);
  });
});

describe('a pool whose connections are all terminated', () => {
  it('opens new ones for the queries after', async () => {
    const pids = () =>
      Promise.all(
        Array.from({ length: 10 }, () =>
          database.query.execute<{ pid: number }>(
            sql`SELECT pg_backend_pid() AS pid, pg_sleep(0.05)`,
          ),
        ),
      );
    const before = (await pids()).map(([row]) => row?.pid);
    expect(new Set(before).size).toBe(10);
    await killer.query.execute(sql`
      SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`);
    await expect
      .poll(() => database.query.execute(sql`SELECT 1`).catch(() => 'lost'))
      .toHaveLength(1);
    await Promise.allSettled(await pids().catch(() => []));
    const after = (await pids()).map(([row]) => row?.pid);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
  });
});

describe('the transaction helper', () => {
  it('runs both of two deadlocked transactions', async () => {
    await database.query.execute(sql`INSERT INTO marks VALUES ('a'), ('b')`);
    const touch = (tx: Tx, name: string) =>
      tx.execute(sql`UPDATE marks SET name = name WHERE name = ${name}`);
    let waiting = 0;
    let meet: () => void = () => {};
    const met = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const cross = (first: string, second: string) =>
      transaction(database.query, async (tx) => {
        await touch(tx, first);
        waiting += 1;
        if (waiting === 2) meet();
        await met;
        await touch(tx, second);
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    expect(waiting).toBe(3);
  });

  it('runs a transaction again that could not be serialized', async () => {
    await database.query.execute(sql`INSERT INTO marks VALUES ('a')`);
    let attempts = 0;
    await transaction(database.query, async (tx) => {
      attempts += 1;
      await tx.execute(sql`SET TRANSACTION ISOLATION LEVEL SERIALIZABLE`);
      await tx.execute(sql`SELECT * FROM marks`);
      if (attempts === 1) await killer.query.execute(sql`UPDATE marks SET name = 'b'`);
      await tx.execute(sql`UPDATE marks SET name = name || '!'`);
    });
    expect(attempts).toBe(2);
    expect(await marks()).toEqual(['b!']);
  });

  it('passes on what the callback throws and writes nothing', async () => {
    const work = transaction(database.query, async (tx) => {
      await mark(tx, 'before');
      throw new Error('stop');
    });
    await expect(work).rejects.toThrow('stop');
    expect(await marks()).toEqual([]);
  });
});
