import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import {
  expectPublished,
  expectSoundProgress,
  type LabRun,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import type { PushPhase } from './push-types.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const sentPaths = (run: LabRun) =>
  run
    .told('sent')
    .map(({ path }) => path)
    .sort();

describe('a push', () => {
  test('publishes a tree byte for byte', async () => {
    const bookId = await lab.makeBook();
    const content = {
      'düğme/ünite 1/çalışma.txt': 'Günaydın',
      '日本/絵.txt': 'え',
      'zero.bin': '',
      'one part.bin': randomBytes(16 * MIB),
      'several parts.bin': randomBytes(33 * MIB),
      'leer/': '',
      'leer 2/darin/': '',
    };
    const run = lab.push(createMemoryFolder(content), { bookId });
    const receipt = await run.run();
    expect(receipt).toMatchObject({ revision: 1, changed: true });
    await expectPublished(lab, bookId, content);
    expect(lab.takePuts()).toEqual([
      'düğme/ünite 1/çalışma.txt',
      'one part.bin',
      'several parts.bin#1',
      'several parts.bin#2',
      'several parts.bin#3',
      'zero.bin',
      '日本/絵.txt',
    ]);
    expect(sentPaths(run)).toEqual(
      Object.keys(content)
        .filter((path) => !path.endsWith('/'))
        .sort(),
    );
    expectSoundProgress(run);
  });

  test('of what is published already sends nothing', async () => {
    const bookId = await lab.makeBook();
    const folder = createMemoryFolder(smallFiles(3));
    await lab.push(folder, { bookId }).run();
    lab.takePuts();
    const again = await lab.push(folder, { bookId }).run();
    expect(again).toMatchObject({ revision: 1, changed: false });
    expect(lab.takePuts()).toEqual([]);
  });
});

describe('what a push tells', () => {
  const content = { ...smallFiles(40), 'zero.bin': '', 'big.bin': new Uint8Array(33 * MIB) };
  const sizes = Object.values(content).map((bytes) => Buffer.byteLength(bytes));
  const totals = { files: 42, bytes: sizes.reduce((sum, size) => sum + size) };
  let run: LabRun;
  beforeAll(async () => {
    run = lab.push(createMemoryFolder(content), { bookId: await lab.makeBook() });
    await run.run();
  });

  const toldOf = (phase: PushPhase) =>
    run
      .told('progress')
      .map(({ progress }) => progress)
      .filter((progress) => progress.phase === phase);
  const isAscending = (values: readonly number[]) =>
    values.every((value, index) => value >= (values[index - 1] ?? 0));

  test('are its phases, one after the other', () => {
    const phases = run.told('progress').map(({ progress }) => progress.phase);
    const turns = phases.filter((phase, index) => phase !== phases[index - 1]);
    expect(turns).toEqual(['walking', 'hashing', 'planning', 'sending', 'finalizing']);
  });

  test('while walking are totals that grow to those of the folder', () => {
    const walked = toldOf('walking');
    expect(walked[0]).toMatchObject({ files: { total: 0 }, bytes: { total: 0 } });
    expect(isAscending(walked.map(({ files }) => files.total))).toBe(true);
    expect(isAscending(walked.map(({ bytes }) => bytes.total))).toBe(true);
    expect(walked.at(-1)?.files.total).toBe(totals.files);
    expect(walked.at(-1)?.bytes.total).toBe(totals.bytes);
  });

  test.each(['hashing', 'sending'] as const)('while %s grows from none to all', (phase) => {
    const progress = toldOf(phase);
    expect(progress[0]).toMatchObject({ files: { done: 0 }, bytes: { done: 0 } });
    expect(isAscending(progress.map(({ files }) => files.done))).toBe(true);
    expect(isAscending(progress.map(({ bytes }) => bytes.done))).toBe(true);
    expect(new Set(progress.map(({ files }) => files.total))).toEqual(new Set([totals.files]));
    expect(new Set(progress.map(({ bytes }) => bytes.total))).toEqual(new Set([totals.bytes]));
    expect(progress.at(-1)).toMatchObject({
      files: { done: totals.files },
      bytes: { done: totals.bytes },
    });
  });

  test('is each file once, when all of it is with the store', () => {
    expect(sentPaths(run)).toEqual(Object.keys(content).sort());
  });

  test('counts no more than what it sends', async () => {
    const bookId = await lab.makeBook();
    await lab.other.push(bookId, smallFiles(3));
    const more = lab.push(createMemoryFolder({ ...smallFiles(4), 'b.txt': 'b' }), { bookId });
    await more.run();
    const sending = more.told('progress').filter(({ progress }) => progress.phase === 'sending');
    expect(sending[0]?.progress).toMatchObject({ files: { total: 2 }, bytes: { total: 15 } });
    expect(sentPaths(more)).toEqual(['3.txt', 'b.txt']);
    expectSoundProgress(more);
  });
});
