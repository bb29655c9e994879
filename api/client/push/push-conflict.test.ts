import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder, type MemoryContent } from '../../testing/memory-source.ts';
import {
  clientThat,
  expectPublished,
  expectSoundProgress,
  type LabRun,
  openPushLab,
  type PushLab,
  smallFiles,
} from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const plansOf = (run: LabRun) => run.told('planned').map(({ plan }) => plan);

function filesOf(folder: string): MemoryContent {
  const files = Object.entries(smallFiles(3));
  return Object.fromEntries(files.map(([path, text]) => [`${folder}/${path}`, text + folder]));
}

describe('two pushes to one book at once', () => {
  test('of different folders publish one after the other, and send nothing twice', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const pushes = ['a', 'b'].map(async (folder) => {
      const content = { ...filesOf(folder), [`${folder}/big.bin`]: randomBytes(17 * MIB) };
      const run = lab.push(createMemoryFolder(content), { bookId });
      return { content, run, receipt: await run.run() };
    });
    // Both have planned, and for the same revision.
    await lab.until(() => held.came.length === 10);
    held.letOn();
    const both = await Promise.all(pushes);
    const [first, second] = both.sort((a, b) => a.receipt.revision - b.receipt.revision);
    expect(first?.receipt).toMatchObject({ revision: 1, previous_revision: 0 });
    expect(second?.receipt).toMatchObject({ revision: 2, previous_revision: 1 });
    expect(first && plansOf(first.run)).toMatchObject([{ resumed: false }]);
    expect(second && plansOf(second.run)).toMatchObject([
      { resumed: false, upload: { base_revision: 0 }, counts: { send: 4, arrived: 0 } },
      // The parts of the large file are with the store, but not joined yet.
      { resumed: true, upload: { base_revision: 1 }, counts: { arrived: 3, removed: 4 } },
    ]);
    const pieces = ['0.txt', '1.txt', '2.txt', 'big.bin#1', 'big.bin#2'];
    expect(lab.takePuts()).toEqual(
      ['a', 'b'].flatMap((folder) => pieces.map((piece) => `${folder}/${piece}`)),
    );
    await expectPublished(lab, bookId, second?.content ?? {});
  });

  test('that merge end with the files of both', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const pushes = ['a', 'b'].map((folder) =>
      lab.push(createMemoryFolder(filesOf(folder)), { bookId, mode: 'merge' }).run(),
    );
    await lab.until(() => held.came.length === 6);
    held.letOn();
    await Promise.all(pushes);
    expect(lab.takePuts()).toHaveLength(6);
    await expectPublished(lab, bookId, { ...filesOf('a'), ...filesOf('b') });
  });
});

describe('two pushes of the very same folder at once', () => {
  const content = { ...smallFiles(3), 'big.bin': randomBytes(33 * MIB) };
  const parts = ['big.bin#1', 'big.bin#2', 'big.bin#3'];
  const pieces = ['0.txt', '1.txt', '2.txt', ...parts];

  const taken = () =>
    lab.store.requests.filter(({ status }) => status === 200).flatMap((one) => pieceOf(one) ?? []);

  /** A push that publishes only once the store has taken so many pieces. */
  function pushIt(bookId: string, least: number): LabRun {
    const allTaken = () => lab.until(() => taken().length >= least);
    const api = clientThat(lab, '/finalize', allTaken);
    return lab.push(createMemoryFolder(content), { bookId, api });
  }

  test('are one upload and one revision', async () => {
    const bookId = await lab.makeBook();
    const held = lab.hold();
    const runs = [pushIt(bookId, 12), pushIt(bookId, 12)];
    const receipts = runs.map((run) => run.run());
    await lab.until(() => held.came.length === 12);
    held.letOn();
    const [one, two] = await Promise.all(receipts);
    expect(one).toMatchObject({ revision: 1, changed: true });
    expect(two).toEqual(one);
    const uploadIds = runs.flatMap((run) => plansOf(run).map(({ upload }) => upload.id));
    expect(uploadIds).toEqual([one?.upload_id, one?.upload_id]);
    const partPuts = lab.store.requests.filter(({ operation }) => operation === 'UploadPart');
    expect(new Set(partPuts.map(({ uploadId }) => uploadId)).size).toBe(1);
    // Each sends all that was missing when it asked: neither knows what the other has under way.
    expect(lab.takePuts()).toEqual(pieces.flatMap((piece) => [piece, piece]));
    await expectPublished(lab, bookId, content);
  });

  test('share the sending as far as one is ahead', async () => {
    const bookId = await lab.makeBook();
    const late = ['1.txt', 'big.bin#2'];
    const early = pieces.filter((piece) => !late.includes(piece));
    const held = lab.hold((piece) => late.includes(piece));
    const first = pushIt(bookId, 8).run();
    await lab.until(() => held.came.length === 2 && taken().length === 4);
    const second = pushIt(bookId, 8);
    const receipt = second.run();
    await lab.until(() => held.came.length === 4);
    held.letOn();
    expect(await receipt).toEqual(await first);
    expect(plansOf(second)).toMatchObject([{ resumed: true, counts: { arrived: 2, send: 2 } }]);
    expect(lab.takePuts()).toEqual([...early, ...late, ...late].sort());
    await expectPublished(lab, bookId, content);
  });

  test('leave nothing to do for the one that is slower', async () => {
    const bookId = await lab.makeBook();
    const folder = createMemoryFolder({ 'big.bin': content['big.bin'] });
    const held = lab.hold();
    const slow = lab.push(folder, { bookId });
    const receipt = slow.run();
    await lab.until(() => held.came.length === 3);
    lab.store.faults = () => null;
    expect(await lab.push(folder, { bookId }).run()).toMatchObject({ revision: 1, changed: true });
    // Its parts find a multipart upload that is joined already.
    held.letOn();
    expect(await receipt).toMatchObject({ revision: 1, changed: false });
    expect(plansOf(slow)).toMatchObject([
      { resumed: false },
      { counts: { unchanged: 1, send: 0 } },
    ]);
    expect(lab.takePuts()).toEqual(parts);
    await expectPublished(lab, bookId, { 'big.bin': content['big.bin'] });
  });

  test('find nothing to do where the other is being published', async () => {
    const bookId = await lab.makeBook();
    const publishing = Promise.withResolvers<null>();
    let isPublishing = false;
    lab.store.faults = ({ operation }) => {
      if (operation !== 'ListObjectsV2') return null;
      isPublishing = true;
      return publishing.promise;
    };
    const first = pushIt(bookId, 0).run();
    await lab.until(() => isPublishing);
    const second = pushIt(bookId, 0);
    const receipt = second.run();
    await lab.until(() => second.told('retrying').length > 0);
    expect(second.told('retrying')).toMatchObject([{ path: undefined }]);
    publishing.resolve(null);
    expect(await first).toMatchObject({ revision: 1, changed: true });
    expect(await receipt).toMatchObject({ revision: 1, changed: false });
    expect(lab.takePuts()).toEqual(pieces);
  });
});

describe('a push during which somebody else publishes', () => {
  const mine = { ...smallFiles(4), 'big.bin': randomBytes(17 * MIB) };
  const pieces = ['0.txt', '1.txt', '2.txt', '3.txt', 'big.bin#1', 'big.bin#2'];

  /** Pushes `mine` to a book; all of it is with the store when the other publishes. */
  async function pushBefore(theirs: Record<string, string>, baseRevision?: number) {
    const bookId = await lab.makeBook();
    const taken: string[] = [];
    const api = clientThat(lab, '/finalize', async () => {
      taken.push(...lab.takePuts());
      await lab.other.push(bookId, theirs);
      lab.takePuts();
    });
    const base = baseRevision === undefined ? {} : { baseRevision };
    const run = lab.push(createMemoryFolder(mine), { bookId, api, ...base });
    return { bookId, run, taken };
  }

  test('is brought onto their revision, and sends nothing again', async () => {
    const { bookId, run, taken } = await pushBefore({ 'theirs.txt': 'new', '0.txt': 'other' });
    expect(await run.run()).toMatchObject({ revision: 2, previous_revision: 1 });
    expect(taken).toEqual(pieces);
    expect(lab.takePuts()).toEqual([]);
    expect(plansOf(run)).toMatchObject([
      { upload: { base_revision: 0 }, counts: { added: 5 } },
      { upload: { base_revision: 1 }, counts: { added: 4, changed: 1, removed: 1 } },
    ]);
    expect(run.told('sent')).toHaveLength(5);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, mine);
  });

  test('keeps what they published alike', async () => {
    const { bookId, run, taken } = await pushBefore(smallFiles(2));
    await run.run();
    expect(plansOf(run)[1]).toMatchObject({ counts: { unchanged: 2, added: 3, arrived: 2 } });
    expect([taken, lab.takePuts()]).toEqual([pieces, []]);
    await expectPublished(lab, bookId, mine);
  });

  test('fails when it named the revision it saw', async () => {
    const theirs = { 'theirs.txt': 'new' };
    const { bookId, run, taken } = await pushBefore(theirs, 0);
    await expect(run.run()).rejects.toMatchObject({
      code: 'upload.revision_conflict',
      problem: { base_revision: 0, current_revision: 1 },
    });
    expect(lab.calls.filter((call) => call.endsWith('/upload'))).toHaveLength(1);
    expect([taken, lab.takePuts()]).toEqual([pieces, []]);
    await expectPublished(lab, bookId, theirs);
    // Having looked at theirs, it goes on.
    const again = lab.push(createMemoryFolder(mine), { bookId, baseRevision: 1 });
    expect(await again.run()).toMatchObject({ revision: 2 });
    expect(lab.takePuts()).toEqual([]);
    await expectPublished(lab, bookId, mine);
  });
});

test('a push from a revision that is not the current one sends nothing', async () => {
  const bookId = await lab.makeBook();
  await lab.other.push(bookId, { 'theirs.txt': 'new' });
  lab.reset();
  const run = lab.push(createMemoryFolder(smallFiles(2)), { bookId, baseRevision: 0 });
  await expect(run.run()).rejects.toMatchObject({ code: 'upload.revision_conflict' });
  expect(lab.calls).toEqual([`POST /books/${bookId}/upload`]);
  expect(lab.takePuts()).toEqual([]);
});
