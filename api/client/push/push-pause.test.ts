import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import {
  expectPublished,
  expectSoundProgress,
  giveOccasion,
  type LabRun,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import type { PushEvent } from './push-types.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const content = { ...smallFiles(30), 'big.bin': randomBytes(33 * MIB) };
const pieces = [...Object.keys(smallFiles(30)), 'big.bin#1', 'big.bin#2', 'big.bin#3'].sort();

const lastSteps = () => lab.calls.map((call) => call.split('/').at(-1));
const phaseOf = (event: PushEvent) => (event.type === 'progress' ? event.progress : undefined);

describe('a push that is paused', () => {
  test('while it sends lets nothing more go out, and drops what was under way', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(content), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 16);
    run.pause();
    held.letOn({ kind: 'drop' });
    const came: string[] = [];
    lab.store.faults = (request) => {
      came.push(...[pieceOf(request) ?? []].flat());
      return null;
    };
    await giveOccasion(lab);
    expect(came).toEqual([]);
    expect(lab.takePuts()).toEqual([]);
    expect(run.told('progress').at(-1)?.progress).toMatchObject({
      phase: 'sending',
      files: { done: 0 },
      bytes: { done: 0 },
    });

    run.resume();
    expect(await receipt).toMatchObject({ revision: 1 });
    expect(came.toSorted()).toEqual(pieces);
    expect(lab.takePuts()).toEqual(pieces);
    // What was dropped on purpose is no failure.
    expect(run.told('retrying')).toEqual([]);
    expect(run.told('sent')).toHaveLength(31);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, content);
  });

  test('keeps what the store has taken by then', async () => {
    const bookId = await lab.makeBook();
    const files = smallFiles(6);
    const late = ['1.txt', '4.txt'];
    const held = lab.hold((piece) => late.includes(piece));
    const run = lab.push(createMemoryFolder(files), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 2 && run.told('sent').length === 4);
    run.pause();
    held.letOn({ kind: 'drop' });
    expect(lab.takePuts()).toEqual(Object.keys(files).filter((path) => !late.includes(path)));
    run.resume();
    await receipt;
    expect(lab.takePuts()).toEqual(late);
    expect(run.told('sent')).toHaveLength(6);
    expectSoundProgress(run);
  });

  /** When it is paused, and the calls of the API it makes before it rests. */
  const MOMENTS: [string, (event: PushEvent) => boolean, string[]][] = [
    ['walks', (event) => phaseOf(event)?.phase === 'walking', []],
    ['hashes', (event) => phaseOf(event)?.files.done === 1, []],
    ['has planned', (event) => event.type === 'planned', ['upload']],
    [
      'has sent all',
      (event) => phaseOf(event)?.phase === 'sending' && phaseOf(event)?.files.done === 31,
      ['upload', 'urls'],
    ],
  ];
  test.each(MOMENTS)('while it %s rests before the next call', async (_, isIt, steps) => {
    const bookId = await lab.makeBook();
    const pausing = Promise.withResolvers<void>();
    const run: LabRun = lab.push(createMemoryFolder(content), {
      bookId,
      onEvent(event) {
        if (!isIt(event) || run.told('paused').length > 0) return;
        run.pause();
        pausing.resolve();
      },
    });
    const receipt = run.run();
    await pausing.promise;
    await giveOccasion(lab);
    expect(lastSteps()).toEqual(steps);
    run.resume();
    expect(await receipt).toMatchObject({ revision: 1 });
    expect(lastSteps()).toEqual(['upload', 'urls', 'finalize']);
    expect(lab.takePuts()).toEqual(pieces);
    await expectPublished(lab, bookId, content);
  });

  test('can be stopped', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const run = lab.push(createMemoryFolder(smallFiles(3)), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 3);
    run.pause();
    run.stop();
    await expect(receipt).rejects.toMatchObject({ name: 'AbortError' });
    held.letOn({ kind: 'drop' });
    expect(lab.takePuts()).toEqual([]);
  });
});

test('a push that is paused again and again completes all the same', async () => {
  // Requests that are dropped on their way may reach the store late, so it is one of its own.
  const own = await openPushLab();
  try {
    const bookId = await own.makeBook();
    const files = smallFiles(30);
    const run: LabRun = own.push(createMemoryFolder(files), {
      bookId,
      onEvent(event) {
        if (event.type !== 'sent') return;
        run.pause();
        run.pause();
        setImmediate(() => run.resume());
      },
    });
    expect(await run.run()).toMatchObject({ revision: 1 });
    // What was taken in the very moment it was dropped is sent again.
    expect(new Set(own.takePuts())).toEqual(new Set(Object.keys(files)));
    const turns = run.events.filter(({ type }) => type === 'paused' || type === 'resumed');
    expect(turns.map(({ type }) => type)).toEqual(
      turns.map((_, index) => (index % 2 === 0 ? 'paused' : 'resumed')),
    );
    expect(run.told('retrying')).toEqual([]);
    expect(run.told('sent')).toHaveLength(30);
    expectSoundProgress(run);
    await expectPublished(own, bookId, files);
  } finally {
    await own.close();
  }
});
