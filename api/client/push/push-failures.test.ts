import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../ops/embedded/s3/faults.ts';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import {
  expectPublished,
  expectSoundProgress,
  giveOccasion,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import { createApiClient } from '../api-client.ts';
import { StoreRefusedError } from './store-errors.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

/** Lets every piece fail so often before the store takes it. @returns how often each came */
function failEach(fault: Fault, times: number): ReadonlyMap<string, number> {
  const came = new Map<string, number>();
  lab.store.faults = (request) => {
    const piece = pieceOf(request);
    if (piece === undefined) return null;
    const count = (came.get(piece) ?? 0) + 1;
    came.set(piece, count);
    return count <= times ? fault : null;
  };
  return came;
}

const isTaken = (piece: string) =>
  lab.store.requests.some((request) => request.status === 200 && pieceOf(request) === piece);
const urlCalls = () => lab.calls.filter((call) => call.endsWith('/urls')).length;

const content = { ...smallFiles(5), 'big.bin': randomBytes(17 * MIB) };
const pieces = ['0.txt', '1.txt', '2.txt', '3.txt', '4.txt', 'big.bin#1', 'big.bin#2'];

/** What passes, and what is told of it. */
const PASSING: [name: string, Fault, reason: string][] = [
  ['is out of service', { kind: 'error', code: 'ServiceUnavailable' }, '503 ServiceUnavailable'],
  ['is overloaded', { kind: 'error', code: 'SlowDown' }, '503 SlowDown'],
  ['stumbles', { kind: 'error', code: 'InternalError' }, '500 InternalError'],
  ['misses bytes', { kind: 'error', code: 'IncompleteBody' }, '400 IncompleteBody'],
  ['drops connections', { kind: 'drop' }, ''],
];

describe('a store', () => {
  test.each(PASSING)(
    'that %s for a moment is asked again at the same URL',
    async (_, fault, reason) => {
      const bookId = await lab.makeBook();
      const came = failEach(fault, 2);
      const run = lab.push(createMemoryFolder(content), { bookId });
      expect(await run.run()).toMatchObject({ revision: 1 });
      expect([...came.keys()].sort()).toEqual(pieces);
      expect(new Set(came.values())).toEqual(new Set([3]));
      expect(urlCalls()).toBe(1);
      expect(lab.takePuts()).toEqual(pieces);
      const retries = run.told('retrying');
      expect(retries.map(({ path }) => path).sort()).toEqual(
        pieces.flatMap((piece) => Array(2).fill(piece.replace(/#.*/, ''))).sort(),
      );
      for (const retry of retries) expect(retry.reason).toContain(reason);
      expectSoundProgress(run);
      await expectPublished(lab, bookId, content);
    },
  );

  test('that said when to come is not asked again before', async () => {
    const bookId = await lab.makeBook();
    failEach({ kind: 'error', code: 'SlowDown', retryAfterSeconds: 1 }, 1);
    const run = lab.push(createMemoryFolder(smallFiles(3)), { bookId });
    await run.run();
    const delays = run.told('retrying').map(({ delayMs }) => delayMs);
    expect(delays).toHaveLength(3);
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1000);
  });

  test.each(['lose_acknowledgement', 'error_after'] as const)(
    'that took a piece and could not say so (%s) is sent that piece once more',
    async (kind) => {
      const bookId = await lab.makeBook();
      const fault: Fault = kind === 'error_after' ? { kind, code: 'InternalError' } : { kind };
      const came = failEach(fault, 1);
      const run = lab.push(createMemoryFolder(content), { bookId });
      await run.run();
      expect(new Set(came.values())).toEqual(new Set([2]));
      expect(urlCalls()).toBe(1);
      expectSoundProgress(run);
      await expectPublished(lab, bookId, content);
    },
  );

  test('to which too much came at once has less coming from then on', async () => {
    const bookId = await lab.makeBook();
    const files = smallFiles(40);
    const run = lab.push(createMemoryFolder(files), { bookId });
    const first = new Set<string>();
    const overload = Promise.withResolvers<Fault>();
    const areFirstSent = () => run.told('sent').filter(({ path }) => first.has(path)).length === 16;
    let atOnce = 0;
    let most = 0;
    lab.store.faults = async (request) => {
      const piece = pieceOf(request);
      if (piece === undefined || first.has(piece)) return null;
      if (first.size < 16) {
        first.add(piece);
        return await overload.promise;
      }
      atOnce += 1;
      most = Math.max(most, atOnce);
      await lab.until(areFirstSent);
      await giveOccasion(lab);
      atOnce -= 1;
      return null;
    };
    const receipt = run.run();
    await lab.until(() => first.size === 16);
    overload.resolve({ kind: 'error', code: 'SlowDown' });
    await receipt;
    // Half of 16, and what it climbs by while the others go well.
    expect(most).toBeLessThanOrEqual(13);
    expect(lab.takePuts()).toEqual(Object.keys(files).sort());
    expectSoundProgress(run);
  });
});

describe('a store that refuses', () => {
  test('one piece for ever is asked once more, at a new URL', async () => {
    const bookId = await lab.makeBook();
    const others = pieces.filter((piece) => piece !== 'big.bin#2');
    const refused: string[] = [];
    lab.store.faults = async (request) => {
      if (pieceOf(request) !== 'big.bin#2') return null;
      await lab.until(() => others.every(isTaken));
      // Another time, so that another URL is another text.
      lab.app.clock.advance(1);
      return { kind: 'error', code: 'AccessDenied' };
    };
    const folder = createMemoryFolder(content);
    const put = folder.access.put;
    folder.access.put = async (slice, ...rest) => {
      const answer = await put(slice, ...rest);
      if (answer.status === 403) refused.push(slice.url);
      return answer;
    };
    const run = lab.push(folder, { bookId });
    const error = await run.run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(StoreRefusedError);
    expect(error).toMatchObject({ message: 'The store answered 403 AccessDenied to big.bin.' });
    expect([refused.length, new Set(refused).size, urlCalls()]).toEqual([2, 2, 2]);
    expect(run.told('retrying')).toEqual([]);
    expect(run.told('sent').map(({ path }) => path)).not.toContain('big.bin');
    expect(lab.takePuts()).toEqual(others);

    lab.store.faults = () => null;
    expect(await lab.push(createMemoryFolder(content), { bookId }).run()).toMatchObject({
      revision: 1,
    });
    expect(lab.takePuts()).toEqual(['big.bin#2']);
    await expectPublished(lab, bookId, content);
  });

  test('in a way that is no known one ends the push', async () => {
    const bookId = await lab.makeBook();
    const came = failEach({ kind: 'error', code: 'EntityTooLarge' }, Number.POSITIVE_INFINITY);
    const run = lab.push(createMemoryFolder({ 'a.txt': 'a' }), { bookId });
    await expect(run.run()).rejects.toThrow('The store answered 400 EntityTooLarge to a.txt.');
    expect([...came]).toEqual([['a.txt', 1]]);
  });
});

test('an API whose answers are lost is asked again, and does nothing twice', async () => {
  const bookId = await lab.makeBook();
  const asked = new Set<string>();
  const api = createApiClient({
    baseUrl: lab.app.url,
    tokens: lab.tokens,
    async fetch(url, init) {
      const answer = await lab.fetch(url, init);
      if (asked.has(String(url))) return answer;
      asked.add(String(url));
      throw new TypeError('fetch failed');
    },
  });
  const run = lab.push(createMemoryFolder(smallFiles(3)), { bookId, api });
  expect(await run.run()).toMatchObject({ revision: 1, changed: true });
  const steps = lab.calls.map((call) => call.split('/').at(-1));
  expect(steps).toEqual(['upload', 'upload', 'urls', 'urls', 'finalize', 'finalize']);
  expect(run.told('retrying').map(({ path }) => path)).toEqual([undefined, undefined, undefined]);
  expect(run.told('planned')).toMatchObject([{ plan: { resumed: true } }]);
  expect(lab.takePuts()).toEqual(['0.txt', '1.txt', '2.txt']);
});
