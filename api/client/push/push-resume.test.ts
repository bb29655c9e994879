import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder, type MemoryContent } from '../../testing/memory-source.ts';
import {
  expectPublished,
  expectSoundProgress,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import type { HashCache } from './source.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const isTaken = (piece: string) =>
  lab.store.requests.some((request) => request.status === 200 && pieceOf(request) === piece);

/** Pushes until the store has all but these pieces, and stops there. @returns the pieces it took */
async function pushAllBut(
  missing: readonly string[],
  { bookId, content, pieces }: { bookId: string; content: MemoryContent; pieces: string[] },
): Promise<string[]> {
  const held = lab.hold((piece) => missing.includes(piece));
  const run = lab.push(createMemoryFolder(content), { bookId });
  const running = run.run();
  const sent = pieces.filter((piece) => !missing.includes(piece));
  await lab.until(() => held.came.length === missing.length && sent.every(isTaken));
  run.stop();
  await expect(running).rejects.toMatchObject({ name: 'AbortError' });
  held.letOn({ kind: 'drop' });
  return lab.takePuts();
}

const content = { ...smallFiles(6), 'big.bin': randomBytes(49 * MIB) };
const parts = [1, 2, 3, 4].map((part) => `big.bin#${part}`);
const pieces = [...Object.keys(smallFiles(6)), ...parts];

describe('a push that was stopped', () => {
  test('pushed again sends the missing files and parts only', async () => {
    const bookId = await lab.makeBook();
    const missing = ['2.txt', '5.txt', 'big.bin#2', 'big.bin#4'];
    const taken = await pushAllBut(missing, { bookId, content, pieces });
    expect(taken).toEqual(pieces.filter((piece) => !missing.includes(piece)).sort());

    const run = lab.push(createMemoryFolder(content), { bookId });
    expect(await run.run()).toMatchObject({ revision: 1, changed: true });
    expect(lab.takePuts()).toEqual(missing);
    expect(run.told('planned')).toMatchObject([
      {
        plan: {
          resumed: true,
          counts: { added: 7, arrived: 4, send: 3 },
          send: [
            [2, 2],
            [5, 6],
          ],
          multipart: [
            {
              index: 6,
              missing: [
                [2, 2],
                [4, 4],
              ],
            },
          ],
        },
      },
    ]);
    const [sending] = run
      .told('progress')
      .map(({ progress }) => progress)
      .filter(({ phase }) => phase === 'sending');
    expect(sending?.files.total).toBe(3);
    expect(sending?.bytes.total).toBe(17 * MIB + 'bytes of 2.txt'.length * 2);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, content);
  });

  test('once all parts of a file had arrived sends none of them', async () => {
    const bookId = await lab.makeBook();
    await pushAllBut(['0.txt'], { bookId, content, pieces });
    const run = lab.push(createMemoryFolder(content), { bookId });
    await run.run();
    expect(lab.takePuts()).toEqual(['0.txt']);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, content);
  });

  test('once everything had arrived is published without a PUT', async () => {
    const bookId = await lab.makeBook();
    const few = smallFiles(3);
    const run = lab.push(createMemoryFolder(few), {
      bookId,
      onEvent(event) {
        if (event.type === 'progress' && event.progress.phase === 'finalizing') run.stop();
      },
    });
    await expect(run.run()).rejects.toMatchObject({ name: 'AbortError' });
    expect(lab.takePuts()).toEqual(Object.keys(few));
    expect(lab.calls.filter((call) => call.endsWith('/finalize'))).toEqual([]);
    expect(await lab.push(createMemoryFolder(few), { bookId }).run()).toMatchObject({
      revision: 1,
    });
    expect(lab.takePuts()).toEqual([]);
    await expectPublished(lab, bookId, few);
  });

  test('says what it was stopped for', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(smallFiles(2)), { bookId });
    const running = run.run();
    await lab.until(() => held.came.length === 2);
    const reason = new Error('the lid was closed');
    run.stop(reason);
    await expect(running).rejects.toBe(reason);
    held.letOn({ kind: 'drop' });
  });

  test('with hashes known reads only the parts it sends', async () => {
    const bookId = await lab.makeBook();
    const known = new Map<string, string>();
    const hashes: HashCache = {
      get: ({ path }) => known.get(path),
      set: ({ path }, sha256) => known.set(path, sha256),
    };
    const folder = createMemoryFolder(content, { hashes });
    const held = lab.hold((piece) => piece === 'big.bin#3');
    const run = lab.push(folder, { bookId });
    const running = run.run();
    const others = pieces.filter((piece) => piece !== 'big.bin#3');
    await lab.until(() => held.came.length === 1 && others.every(isTaken));
    run.stop();
    await expect(running).rejects.toMatchObject({ name: 'AbortError' });
    held.letOn({ kind: 'drop' });
    expect(folder.hashed.get('big.bin')).toBe(49 * MIB);
    lab.takePuts();

    const again = createMemoryFolder(content, { hashes });
    await lab.push(again, { bookId }).run();
    expect([...again.hashed]).toEqual([['big.bin', 16 * MIB]]);
    expect(lab.takePuts()).toEqual(['big.bin#3']);
    await expectPublished(lab, bookId, content);
  });
});
