import { and, eq, inArray, sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import type { ContentBucket } from '../../api/core/ports.ts';
import { createTestDatabase, type TestDatabase } from '../../api/testing/database.ts';
import { dcsNow } from '../../db/schema/columns.ts';
import { objects } from '../../db/schema/folders.ts';
import { operations } from '../../db/schema/operations.ts';
import { runSeed } from './run-seed.ts';
import { type Shrunk, shrink } from './shrink.ts';
import { openSimDatabase, type SimDatabase } from './sim-database.ts';

// Plants faults of the kind the simulation is there to find, and sees it find each of them. What is
// planted stands in for a module of the product; the product itself has no switch for it.

const planted = vi.hoisted(() => ({ fault: '' }));

/** Sources are deleted as soon as they are copied. */
vi.mock('../../api/content/moves/commit-slice.ts', async (original) => {
  const real = await original<typeof import('../../api/content/moves/commit-slice.ts')>();
  const commitSlice: typeof real.commitSlice = async (ctx, run, slice) => {
    if (planted.fault === 'delete before commit') {
      for (const { from } of slice.moved) await ctx.blobs.deleteMany(from.bucket, [from.key]);
    }
    return real.commitSlice(ctx, run, slice);
  };
  return { ...real, commitSlice };
});

/** Each move names its gens from the beginning again. */
vi.mock('../../api/content/moves/move-prefixes.ts', async (original) => {
  const real = await original<typeof import('../../api/content/moves/move-prefixes.ts')>();
  const planPrefixes: typeof real.planPrefixes = (ctx, run, destination) => {
    let made = 0;
    const gen = () => {
      made += 1;
      return String(made).padStart(16, '0');
    };
    const ids = planted.fault === 'reused keys' ? { ...ctx.ids, gen } : ctx.ids;
    return real.planPrefixes({ ...ctx, ids }, run, destination);
  };
  return { ...real, planPrefixes };
});

/** Whoever once had a lease goes on. */
vi.mock('../../api/core/operations/lease.ts', async (original) => {
  const real = await original<typeof import('../../api/core/operations/lease.ts')>();
  const isPlanted = () => planted.fault === 'missing lease check';
  const lockLease: typeof real.lockLease = async (tx, run) => {
    if (!isPlanted()) await real.lockLease(tx, run);
  };
  const releaseLease: typeof real.releaseLease = async (tx, run, change) => {
    if (!isPlanted()) return real.releaseLease(tx, run, change);
    await tx
      .update(operations)
      .set({ done: run.done, ...change, leaseId: null, leaseUntil: null })
      .where(and(eq(operations.id, run.operation.id)));
  };
  const finishOperation: typeof real.finishOperation = (tx, run, result) =>
    releaseLease(tx, run, { state: 'done', done: run.operation.total, result });
  const takeOperation: typeof real.takeOperation = async (...given) => {
    const run = await real.takeOperation(...given);
    if (!run || !isPlanted()) return run;
    const advance = (count: number) => run.advance(count).catch(() => {});
    return Object.create(run, { advance: { value: advance } });
  };
  return { ...real, takeOperation, lockLease, releaseLease, finishOperation };
});

/** Purging does not ask whether it was restored. */
vi.mock('../../api/content/trash/trash-row.ts', async (original) => {
  const real = await original<typeof import('../../api/content/trash/trash-row.ts')>();
  const lockTrash: typeof real.lockTrash = async (tx, id) => {
    const held = await real.lockTrash(tx, id);
    if (planted.fault !== 'purge without the state check') return held;
    return { ...held, row: { ...held.row, state: 'trashed' } };
  };
  return { ...real, lockTrash };
});

/** What is published need not have arrived. */
vi.mock('../../api/content/uploads/require-arrived.ts', async (original) => {
  const real = await original<typeof import('../../api/content/uploads/require-arrived.ts')>();
  const requireArrived: typeof real.requireArrived = async (...given) => {
    if (planted.fault !== 'finalize that skips verification') await real.requireArrived(...given);
  };
  return { ...real, requireArrived };
});

/** What is doomed is deleted though a plan reuses it. */
vi.mock('../../api/content/sweep.ts', async (original) => {
  const real = await original<typeof import('../../api/content/sweep.ts')>();
  const sweepDoomed: typeof real.sweepDoomed = async (ctx, budget) => {
    if (planted.fault !== 'sweep that ignores plan references') {
      return real.sweepDoomed(ctx, budget);
    }
    while (!budget.isSpent()) {
      const due = await ctx.db.execute<{ id: string; bucket: ContentBucket; key: string }>(sql`
        SELECT id, bucket, key FROM objects o
        WHERE state = 'doomed' AND not_before <= ${dcsNow}
          AND NOT EXISTS (SELECT FROM files f WHERE f.object_id = o.id)
          AND NOT EXISTS (SELECT FROM outbox r WHERE r.entity_id = o.folder_id)`);
      if (due.length === 0) return;
      for (const { bucket, key } of due) await ctx.blobs.deleteMany(bucket, [key]);
      const ids = due.map(({ id }) => Number(id));
      await ctx.db.delete(objects).where(inArray(objects.id, ids));
    }
  };
  return { ...real, sweepDoomed };
});

/** With many seeds on a machine that is busy. */
vi.setConfig({ testTimeout: 600_000 });

let test: TestDatabase;
let database: SimDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  database = await openSimDatabase(test.url);
});
afterEach(() => {
  planted.fault = '';
});
afterAll(async () => {
  await database.close();
  await test.close();
});

/** The first scenario in which it is. */
async function findCaught(from: number, seeds: number): Promise<Shrunk | undefined> {
  for (let seed = from; seed < from + seeds; seed += 1) {
    const scenario = { seed, without: new Set<string>() };
    const outcome = await runSeed(database, scenario);
    if (outcome.violation) return { scenario, outcome };
  }
  return undefined;
}

// The rarest is caught by one seed in 150; they begin where it does not take long.
it.each([
  ['delete before commit', 20, 1],
  ['reused keys', 200, 1],
  ['missing lease check', 300, 51],
  ['purge without the state check', 20, 1],
  ['finalize that skips verification', 20, 1],
  ['sweep that ignores plan references', 400, 1],
])('%s is caught within %i seeds from %i on', async (fault, seeds, from) => {
  planted.fault = fault;
  expect(await findCaught(from, seeds)).toBeDefined();
});

it('what is caught is shrunk to what it takes', async () => {
  planted.fault = 'delete before commit';
  const caught = await findCaught(1, 20);
  if (!caught) throw new Error('Nothing was caught.');
  const shrunk = await shrink(database, caught);
  expect(shrunk.outcome.violation?.rule).toBe('bytes');
  expect(shrunk.outcome.faults).toEqual([]);
  expect(shrunk.outcome.commands.length).toBeLessThan(4);
  expect(shrunk.outcome.commands.length).toBeLessThan(caught.outcome.commands.length);
});
