import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../testing/app.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { createFolder, queueOperation } from '../../testing/operations.ts';
import { createTestWork, later } from '../../testing/work.ts';
import { UNLIMITED } from '../budget.ts';
import { DcsError } from '../errors.ts';
import { finishOperation, LeaseLostError, lockLease, takeOperation } from './lease.ts';
import type { OperationType } from './operation-row.ts';
import { findOperation } from './operation-row.ts';
import { resumeOperation } from './resume-operation.ts';
import { type OperationHandler, runDueOperations, runOperation } from './run-operation.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.close());

const queued = (folder?: string, type?: OperationType) =>
  queueOperation(database, { folder, type });

const find = (id: string) => findOperation(database.query, id);
const byId = (id: string) => sql`o.id = ${id}`;
const work = (clock?: TestClock) => createTestWork(database, clock && { clock });

/** Counts what it is asked, and does `run`. */
function handlerOf(run: OperationHandler['run']) {
  const handler = {
    runs: 0,
    givenUp: 0,
    run: async (...given: Parameters<OperationHandler['run']>) => {
      handler.runs += 1;
      return run(...given);
    },
    giveUp: async () => {
      handler.givenUp += 1;
    },
    resume: async () => {},
  };
  return handler;
}

const done = handlerOf(async (ctx, run) => {
  const result = { by: ctx.actor, for: ctx.requestId };
  await ctx.db.transaction((tx) => finishOperation(tx, run, result));
  return 'ended';
});
const failing = (error: Error) => handlerOf(async () => Promise.reject(error));

describe('an operation', () => {
  it('is done by one of many workers, in the name of who asked', async () => {
    const id = await queued();
    const handler = handlerOf(done.run);
    await Promise.all(
      Array.from({ length: 8 }, () => runOperation(work(), { finalize: handler }, id)),
    );
    expect(handler.runs).toBe(1);
    expect(await find(id)).toMatchObject({
      state: 'done',
      done: 3,
      attempts: 1,
      leaseId: null,
      result: { by: { email: 'editor@example.com' }, for: 'request-1' },
    });
  });

  it('is held by its worker until the lease lapses, and then by the next alone', async () => {
    const id = await queued();
    const first = await takeOperation(work(), byId(id), UNLIMITED);
    expect(await takeOperation(work(), byId(id), UNLIMITED)).toBeUndefined();
    await later('15 seconds', { database }, async (ctx) =>
      expect(await takeOperation(ctx, byId(id), UNLIMITED)).toBeUndefined(),
    );
    const second = await later('21 seconds', { database }, (ctx) =>
      takeOperation(ctx, byId(id), UNLIMITED),
    );
    if (!(first && second)) throw new Error('It was not taken twice.');
    const { query } = database;
    await query.transaction((tx) => lockLease(tx, second));
    await expect(query.transaction((tx) => lockLease(tx, first))).rejects.toThrow(LeaseLostError);
    await expect(query.transaction((tx) => finishOperation(tx, first, {}))).rejects.toThrow(
      LeaseLostError,
    );
    await query.transaction((tx) => finishOperation(tx, second, {}));
    expect(await find(id)).toMatchObject({ state: 'done', attempts: 2 });
  });

  it('tells how far it is and renews its lease every two seconds, unless it was lost', async () => {
    const id = await queued();
    const clock = new TestClock();
    const run = await takeOperation(work(clock), byId(id), UNLIMITED);
    const leaseEnd = async () => (await find(id)).leaseUntil?.getTime() ?? 0;
    const before = await leaseEnd();
    clock.advance(1);
    await run?.advance(1);
    expect([await leaseEnd(), (await find(id)).done]).toEqual([before, 0]);
    clock.advance(1);
    await run?.advance(1);
    expect(await leaseEnd()).toBeGreaterThan(before);
    expect((await find(id)).done).toBe(2);
    await later('2 minutes', { database }, (ctx) => takeOperation(ctx, byId(id), UNLIMITED));
    clock.advance(20);
    await expect(run?.advance(1)).rejects.toThrow(LeaseLostError);
  });

  it('waits until those of its folder that were asked for earlier have ended, by many workers', async () => {
    const folder = await createFolder(database);
    const ids: string[] = [];
    for (let asked = 0; asked < 4; asked += 1) ids.push(await queued(folder));
    // Due sooner, which changes nothing.
    await database.query.execute(sql`
      UPDATE operations SET next_attempt_at = dcs_now() - interval '1 hour' WHERE id = ${ids[3]}`);
    for (const [turn, id] of ids.entries()) {
      const backwards = ids.slice(turn).reverse();
      const taken = await Promise.all(
        backwards.map((one) => takeOperation(work(), byId(one), UNLIMITED)),
      );
      const [run, ...more] = taken.filter((one) => one !== undefined);
      expect([run?.operation.id, more]).toEqual([id, []]);
      if (!run) throw new Error('None was taken.');
      // One that is between two attempts keeps its turn.
      await database.query.execute(sql`
        UPDATE operations SET lease_id = NULL, lease_until = NULL,
          next_attempt_at = dcs_now() + interval '1 hour' WHERE id = ${id}`);
      await runDueOperations(work(), { finalize: done }, UNLIMITED);
      const again = await takeOperation(work(), byId(id), UNLIMITED);
      if (!again) throw new Error('It was not taken again.');
      await database.query.transaction((tx) => finishOperation(tx, again, {}));
    }
    expect(
      (await Promise.all(ids.map(find))).map(({ state, attempts }) => [state, attempts]),
    ).toEqual(ids.map(() => ['done', 2]));
  });

  it('whose budget is spent goes on in the next tick, from where it was', async () => {
    const id = await queued();
    const seen: number[] = [];
    const handler = handlerOf(async (ctx, run) => {
      seen.push(run.done);
      expect(run.budget.isSpent()).toBe(false);
      if (run.done === 2) return done.run(ctx, run);
      await run.advance(1);
      return 'later';
    });
    const tick = (isSpent: () => boolean) =>
      runDueOperations(work(), { finalize: handler }, { isSpent });
    const once = () => {
      let asked = 0;
      return () => ++asked > 2; // by the loop, and by the handler
    };
    await database.query.execute(sql`UPDATE operations SET attempts = 8 WHERE id = ${id}`);
    await tick(once());
    expect(await find(id)).toMatchObject({ state: 'running', done: 1, attempts: 0, leaseId: null });
    await tick(once());
    await tick(once());
    expect(seen).toEqual([0, 1, 2]);
    expect(await find(id)).toMatchObject({ state: 'done', done: 3, attempts: 1 });
  });

  it('never tells more than its total, and nothing when it begins anew', async () => {
    const run = await takeOperation(work(), byId(await queued()), UNLIMITED);
    await run?.advance(2);
    await run?.advance(2);
    expect(run?.done).toBe(3);
    run?.restart();
    expect(run?.done).toBe(0);
  });

  it('that fails for a reason its caller can mend has failed', async () => {
    const id = await queued();
    const handler = failing(new DcsError('upload.incomplete', { detail: 'Send it.' }));
    await runOperation(work(), { finalize: handler }, id);
    expect(handler.givenUp).toBe(1);
    expect(await find(id)).toMatchObject({
      state: 'failed',
      leaseId: null,
      error: { code: 'upload.incomplete', detail: 'Send it.', request_id: 'request-1' },
    });
  });

  it('that fails otherwise is tried again, ever later, and at last needs a person', async () => {
    const id = await queued();
    const handler = failing(new DcsError('storage.unavailable', { detail: 'It is down.' }));
    const handlers = { finalize: handler };
    for (let attempt = 1; attempt < 10; attempt += 1) {
      await later(`${attempt} hours`, { database }, (ctx) =>
        runDueOperations(ctx, handlers, UNLIMITED),
      );
      const { state, updatedAt, nextAttemptAt } = await find(id);
      expect([handler.runs, state]).toEqual([attempt, 'running']);
      // Twice as long each time, up to five minutes; up to half of it is taken away at random.
      const longest = Math.min(2 ** attempt, 300) * 1000;
      const delay = nextAttemptAt.getTime() - updatedAt.getTime();
      expect(delay).toBeGreaterThanOrEqual(longest / 2);
      expect(delay).toBeLessThanOrEqual(longest);
    }
    expect(handler.givenUp).toBe(0);
    await later('1 day', { database }, (ctx) => runDueOperations(ctx, handlers, UNLIMITED));
    expect(handler.givenUp).toBe(1);
    expect(await find(id)).toMatchObject({
      state: 'needs_person',
      attempts: 10,
      error: { code: 'storage.unavailable', detail: 'It is down.' },
    });
  });

  it('that needs a person is queued again with all its attempts, once', async () => {
    const id = await queued();
    const error = { code: 'storage.unavailable' };
    await database.query.execute(sql`
      UPDATE operations SET state = 'needs_person', attempts = 10, error = ${JSON.stringify(error)}::jsonb,
        next_attempt_at = dcs_now() + interval '1 hour' WHERE id = ${id}`);
    const row = await find(id);
    const resume = () => database.query.transaction((tx) => resumeOperation(tx, row));
    expect(await resume()).toMatchObject({ state: 'queued', attempts: 0, error });
    await expect(resume()).rejects.toMatchObject({ code: 'operation.not_retryable' });
    await runDueOperations(work(), { finalize: done }, UNLIMITED);
    expect(await find(id)).toMatchObject({ state: 'done', attempts: 1, error: null });
  });

  it('that breaks tells its caller nothing of why', async () => {
    const id = await queued();
    await runOperation(work(), { finalize: failing(new Error('secret')) }, id);
    const { state, error } = await find(id);
    expect([state, error?.code]).toEqual(['running', 'internal']);
    expect(JSON.stringify(error)).not.toContain('secret');
  });

  it('of a type the worker does not know is left alone', async () => {
    const id = await queued(undefined, 'trash');
    await runDueOperations(work(), { finalize: done }, UNLIMITED);
    expect(await find(id)).toMatchObject({ state: 'queued' });
  });

  it('is not begun when the budget is spent', async () => {
    const id = await queued();
    await runDueOperations(work(), { finalize: done }, { isSpent: () => true });
    expect(await find(id)).toMatchObject({ state: 'queued' });
  });
});
