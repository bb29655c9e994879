import { and, eq } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../api/testing/database.ts';
import { operations } from '../../db/schema/operations.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { openSimDatabase, type SimDatabase } from './sim-database.ts';
import type { Violation } from './violation.ts';

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
  return { ...real, lockLease, releaseLease, finishOperation };
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

it.each([
  ['delete before commit', 20],
  ['reused keys', 100],
  ['missing lease check', 200],
  ['purge without the state check', 20],
  ['finalize that skips verification', 20],
])('%s is caught within %i seeds', async (fault, seeds) => {
  planted.fault = fault;
  let caught: Violation | undefined;
  for (let seed = 1; seed <= seeds && !caught; seed += 1) {
    caught = (await runSeed(database, { seed, without: new Set() })).violation;
  }
  expect(caught).toBeDefined();
});

it('what is caught is shrunk to what it takes', async () => {
  planted.fault = 'finalize that skips verification';
  const scenario = { seed: 2, without: new Set<string>() };
  const outcome = await runSeed(database, scenario);
  const shrunk = await shrink(database, scenario, outcome);
  expect(shrunk.outcome.violation?.rule).toBe('bytes');
  expect(shrunk.outcome.commands.length).toBeLessThan(3);
  expect(shrunk.outcome.commands.length).toBeLessThan(outcome.commands.length);
});
