import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemIds } from '../../adapters/system.ts';
import { createTestDatabase, type TestDatabase } from '../../testing/database.ts';
import { queueOperation } from '../../testing/operations.ts';
import { createTestWork } from '../../testing/work.ts';
import { UNLIMITED } from '../budget.ts';
import { cancelOperation } from './cancel-operation.ts';
import { takeOperation } from './lease.ts';
import { findOperation, type OperationRow } from './operation-row.ts';
import { retryOperation } from './retry-operation.ts';
import type { OperationHandler } from './run-operation.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const context = () => ({
  ...createTestWork(database),
  actor: { type: 'user', id: systemIds.uuid(), email: 'ada@example.com', role: 'admin' } as const,
  requestId: null,
  address: null,
});

const take = (id: string) => takeOperation(createTestWork(database), sql`o.id = ${id}`, UNLIMITED);

/** Of moves, as far as being cancelled goes; `giveUp` is noted in the operation's total. */
function movesThat(cancellable?: 'always' | 'queued') {
  const handler: OperationHandler = {
    ...(cancellable ? { cancellable } : {}),
    run: async () => 'later',
    giveUp: async (tx, { id }) => {
      await tx.execute(sql`UPDATE operations SET total = -1 WHERE id = ${id}`);
    },
    resume: async () => {},
  };
  return { rename: handler };
}

/** What came of cancelling a move: its state, or the error's code; and whether it was given up. */
async function outcomeOf(id: string, cancellable?: 'always' | 'queued') {
  const came = await cancelOperation(context(), movesThat(cancellable), id).then(
    ({ state }: OperationRow) => state,
    ({ code, options }) => `${code} ${options.members.state}`,
  );
  return [came, (await findOperation(database.query, id)).total === -1];
}

describe('an operation is cancelled', () => {
  it('as far as its handler says that it is safe', async () => {
    const queue = () => queueOperation(database, { type: 'rename' });
    const run = async () => {
      const id = await queue();
      await take(id);
      return id;
    };
    const refused = (state: string) => [`operation.not_cancellable ${state}`, false];
    expect(await outcomeOf(await queue(), 'always')).toEqual(['failed', true]);
    expect(await outcomeOf(await run(), 'always')).toEqual(['failed', true]);
    expect(await outcomeOf(await queue(), 'queued')).toEqual(['failed', true]);
    expect(await outcomeOf(await run(), 'queued')).toEqual(refused('running'));
    expect(await outcomeOf(await queue())).toEqual(refused('queued'));
  });

  it('not when it is taken in the same moment', async () => {
    const id = await queueOperation(database, { type: 'rename' });
    const { rename } = movesThat('queued');
    const giveUp: OperationHandler['giveUp'] = async (tx, operation) => {
      await take(id);
      await rename.giveUp?.(tx, operation);
    };
    await expect(
      cancelOperation(context(), { rename: { ...rename, giveUp } }, id),
    ).rejects.toMatchObject({ code: 'operation.not_cancellable' });
    expect(await findOperation(database.query, id)).toMatchObject({ state: 'running', total: 3 });
  });
});

describe('an operation that needs a person', () => {
  it('is not tried again when the same was asked for anew', async () => {
    const subjectId = systemIds.uuid();
    const queue = () => queueOperation(database, { type: 'rename', subjectId });
    const id = await queue();
    await database.query.execute(
      sql`UPDATE operations SET state = 'needs_person' WHERE id = ${id}`,
    );
    const anew = await queue();
    const ctx = { ...context(), outlive: () => {}, wakeTicks: () => {} };
    await expect(retryOperation(ctx, movesThat(), id)).rejects.toMatchObject({
      code: 'operation.not_retryable',
      options: { members: { operation_id: anew } },
    });
  });

  it('is tried again by a tick that is woken when it is queued', async () => {
    const id = await queueOperation(database, { type: 'rename' });
    await database.query.execute(
      sql`UPDATE operations SET state = 'needs_person' WHERE id = ${id}`,
    );
    const woken: Promise<OperationRow>[] = [];
    const wakeTicks = () => woken.push(findOperation(database.query, id));
    await retryOperation({ ...context(), outlive: () => {}, wakeTicks }, movesThat(), id);
    expect((await Promise.all(woken)).map(({ state }) => state)).toEqual(['queued']);
  });
});
