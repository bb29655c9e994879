import { expect, it } from 'vitest';
import { type BatchPool, type BatchWorkerEvents, createBatchPool } from './batch-pool.ts';

interface Request {
  readonly name: string;
  readonly size: number;
}

interface TestWorker extends BatchWorkerEvents<string> {
  /** What it was given, in batches. */
  readonly given: string[][];
  isEnded: boolean;
}

const NEVER = new AbortController().signal;
const MIB = 1024 * 1024;

/** A pool of workers that reply when a test has them do so. */
function poolOf(maxWorkers: number): {
  pool: BatchPool<Request, string>;
  workers: TestWorker[];
} {
  const workers: TestWorker[] = [];
  const pool = createBatchPool<Request, string>({
    maxWorkers,
    startWorker(events) {
      const worker: TestWorker = { ...events, given: [], isEnded: false };
      workers.push(worker);
      return {
        post: (batch) => worker.given.push(batch.map(({ name }) => name)),
        async end() {
          worker.isEnded = true;
        },
      };
    },
  });
  return { pool, workers };
}

function askAll(pool: BatchPool<Request, string>, count: number, size = 1): Promise<string>[] {
  return Array.from({ length: count }, (_, index) => pool.ask({ name: `${index}`, size }, NEVER));
}

const aTurn = () => new Promise((resolve) => setTimeout(resolve));

it('shares what is asked for in one turn among its workers, and gives each its reply', async () => {
  const { pool, workers } = poolOf(2);
  const asked = askAll(pool, 4);
  expect(workers).toEqual([]);
  await aTurn();
  // The fourth is for whoever is idle first.
  expect(workers.map(({ given }) => given)).toEqual([[['0', '1']], [['2']]]);
  workers[1]?.onReplies(['c']);
  expect(workers[1]?.given).toEqual([['2'], ['3']]);
  workers[0]?.onReplies(['a', 'b']);
  workers[1]?.onReplies(['d']);
  expect(await Promise.all(asked)).toEqual(['a', 'b', 'c', 'd']);
});

it('gives a worker no more at once than 64 requests or 4 MiB', async () => {
  const { pool, workers } = poolOf(1);
  void askAll(pool, 65);
  await aTurn();
  expect(workers[0]?.given[0]).toHaveLength(64);
  const { pool: other, workers: others } = poolOf(1);
  void askAll(other, 3, 3 * MIB);
  await aTurn();
  expect(others[0]?.given).toEqual([['0']]);
  others[0]?.onReplies(['a']);
  expect(others[0]?.given).toEqual([['0'], ['1']]);
});

it('starts no worker while one is idle', async () => {
  const { pool, workers } = poolOf(4);
  for (const reply of ['a', 'b']) {
    const asked = pool.ask({ name: reply, size: 1 }, NEVER);
    await aTurn();
    workers[0]?.onReplies([reply]);
    expect(await asked).toBe(reply);
  }
  expect(workers).toHaveLength(1);
});

it('rejects what is not wanted any more when its turn comes', async () => {
  const { pool, workers } = poolOf(1);
  const unwanted = new AbortController();
  const reason = new Error('not wanted');
  const asked = pool.ask({ name: 'a', size: 1 }, unwanted.signal);
  unwanted.abort(reason);
  await expect(asked).rejects.toBe(reason);
  expect(workers.flatMap(({ given }) => given)).toEqual([]);
});

it('goes on without a worker that failed', async () => {
  const { pool, workers } = poolOf(1);
  const [lost, kept] = [
    pool.ask({ name: 'a', size: 5 * MIB }, NEVER),
    pool.ask({ name: 'b', size: 1 }, NEVER),
  ];
  const failed = expect(lost).rejects.toThrow('out of memory');
  await aTurn();
  workers[0]?.onFailure(new Error('out of memory'));
  await failed;
  workers[1]?.onReplies(['b']);
  expect(await kept).toBe('b');
});

it('rejects where a worker gives too few replies', async () => {
  const { pool, workers } = poolOf(1);
  const asked = pool.ask({ name: 'a', size: 1 }, NEVER);
  const failed = expect(asked).rejects.toThrow('fewer replies');
  await aTurn();
  workers[0]?.onReplies([]);
  await failed;
});

it('ends its workers, and rejects what waits and what they work on', async () => {
  const { pool, workers } = poolOf(1);
  const asked = askAll(pool, 65);
  await aTurn();
  const settled = Promise.allSettled(asked);
  await pool.close();
  expect(workers[0]?.isEnded).toBe(true);
  expect((await settled).every(({ status }) => status === 'rejected')).toBe(true);
});
