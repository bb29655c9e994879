import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { createBudget } from '../../core/budget.ts';
import { runDueOperations } from '../../core/operations/run-operation.ts';
import { TestClock } from '../../testing/app.ts';
import { type LifecycleDesk, openLifecycleDesk, SWEPT } from '../../testing/lifecycle-desk.ts';
import { startWatchedStore, type WatchedStore } from '../../testing/watched-store.ts';
import { later } from '../../testing/work.ts';
import { operationHandlers } from '../operation-handlers.ts';

let store: WatchedStore;
let desk: LifecycleDesk;
beforeAll(async () => {
  store = await startWatchedStore();
  desk = await openLifecycleDesk(store.access);
});
afterEach(() => {
  store.faults = () => null;
  store.requests.length = 0;
});
afterAll(async () => {
  await desk.database.close();
  await store.stop();
});

/** More than a slice. */
const MANY = 1100;

async function largeBook() {
  const book = await desk.create();
  const names = Array.from({ length: MANY }, (_, index) => `${index}.txt`.padStart(8, '0'));
  await desk.push(book.id, Object.fromEntries(names.map((name) => [name, name])));
  return { ...book, prefix: `${book.publisher}/${book.book_name}` };
}

const copiesSeen = () =>
  store.requests.filter(({ operation }) => operation === 'CopyObject').length;

interface Held {
  readonly reached: Promise<void>;
  letOn(): void;
}

/** Holds the copy with this number from now on, until it is let on. */
function holdCopy(number: number): Held {
  const reached = Promise.withResolvers<void>();
  const hold = Promise.withResolvers<null>();
  let count = 0;
  store.faults = ({ operation }) => {
    if (operation !== 'CopyObject') return null;
    count += 1;
    if (count !== number) return null;
    reached.resolve();
    return hold.promise;
  };
  return { reached: reached.promise, letOn: () => hold.resolve(null) };
}

describe('a move', () => {
  it('that the store fails goes on where it was, and copies again at most what was not committed', async () => {
    const book = await largeBook();
    const { id } = await desk.remove(`/books/${book.id}`);
    let copies = 0;
    store.faults = ({ operation }) => {
      if (operation !== 'CopyObject') return null;
      copies += 1;
      return copies > 1050 ? { kind: 'error', code: 'SlowDown' } : null;
    };
    await desk.tick();
    expect(await desk.operation(id)).toMatchObject({
      state: 'running',
      done: 1000,
      error: { code: 'storage.unavailable' },
    });
    store.faults = () => null;
    store.requests.length = 0;
    await desk.tick('5 minutes');
    expect(await desk.operation(id)).toMatchObject({ state: 'done', done: MANY, error: null });
    expect(copiesSeen()).toBe(MANY - 1000);
    expect(await desk.stored('trash', book.prefix)).toHaveLength(MANY);
  });

  it('whose budget is spent leaves the rest to the next tick', async () => {
    const book = await largeBook();
    const { id } = await desk.remove(`/books/${book.id}`);
    await later('0', desk, async (ctx) => {
      const blobs = createNodeBlobs(store.access);
      const clock = new TestClock();
      const budget = createBudget(clock, 1);
      const held = holdCopy(1);
      const work = runDueOperations({ ...ctx, blobs }, operationHandlers(ctx.content), budget);
      await held.reached;
      clock.advance(2);
      held.letOn();
      await work;
    });
    expect(await desk.operation(id)).toMatchObject({ state: 'running', done: 1000, error: null });
    await desk.tick();
    expect(await desk.operation(id)).toMatchObject({ state: 'done', done: MANY });
    expect(copiesSeen()).toBe(MANY);
  });

  it('whose worker hangs is taken over, and what that one copies late harms nothing', async () => {
    const book = await largeBook();
    const { id } = await desk.remove(`/books/${book.id}`);
    const held = holdCopy(500);
    const hanging = desk.tick();
    await held.reached;
    await desk.tick('1 minute');
    expect(await desk.operation(id)).toMatchObject({ state: 'done' });
    held.letOn();
    await hanging;
    expect(await desk.operation(id)).toMatchObject({ state: 'done', done: MANY });
    const [item] = await desk.trash(book.prefix);
    expect(item).toMatchObject({ state: 'trashed' });
    await desk.remove(`/storage/trash/${item?.id}`);
    await desk.tick(SWEPT);
    expect(await desk.stored('trash', book.prefix)).toEqual([]);
    expect(await desk.stored('books', book.prefix)).toEqual([]);
  });

  it('whose copies are not what was copied commits none of them', async () => {
    const book = await desk.publishedBook('Move checked');
    const blobs = createNodeBlobs(store.access);
    const { id } = await desk.remove(`/books/${book.id}`);
    const forgetful = { ...blobs, copy: async () => '"an etag"' };
    await desk.tick('0', { blobs: forgetful });
    expect(await desk.operation(id)).toMatchObject({
      state: 'running',
      error: { code: 'storage.unavailable' },
    });
    const [row] = await desk.database.query.execute<{ moved: string }>(sql`
      SELECT count(*) AS moved FROM objects
      WHERE folder_id = (SELECT folder_id FROM books WHERE id = ${book.id}) AND bucket = 'trash'`);
    expect(Number(row?.moved)).toBe(0);
  });

  it('takes a large file for copied when only the answer to its completion was lost', async () => {
    const book = await desk.create({ publisher: 'Move large' });
    await desk.push(book.id, { 'video.mp4': new Uint8Array(17 * 1024 ** 2) });
    const { id } = await desk.remove(`/books/${book.id}`);
    let completions = 0;
    store.faults = ({ operation }) => {
      if (operation !== 'CompleteMultipartUpload') return null;
      completions += 1;
      return completions === 1 ? { kind: 'lose_acknowledgement' } : null;
    };
    await desk.tick();
    expect(completions).toBe(2);
    expect(await desk.operation(id)).toMatchObject({ state: 'done', error: null });
  });

  it('leaves an object the store has lost where it should be, and says so', async () => {
    const book = await desk.publishedBook('Move lost');
    const blobs = createNodeBlobs(store.access);
    const [lost] = await desk.database.query.execute<{ key: string }>(sql`
      SELECT key FROM objects WHERE key LIKE ${`${book.prefix}/%/units/1.json`}`);
    await blobs.deleteMany('books', [lost?.key ?? '']);
    const { id } = await desk.remove(`/books/${book.id}`);
    await desk.tick();
    expect(await desk.operation(id)).toMatchObject({
      state: 'done',
      result: { moved: 2, left_behind: 1 },
    });
    expect(await desk.stored('trash', book.prefix)).toEqual(['a.txt', 'a.txt']);
    const [item] = await desk.trash('Move lost');
    await desk.restore(item?.id ?? '');
    await desk.tick();
    expect(await desk.read(`${book.path}/a.txt`)).toBe('b');
  });
});
