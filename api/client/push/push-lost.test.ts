import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createNodeBlobs } from '../../adapters/node-blobs.ts';
import { tick } from '../../content/tick.ts';
import { UNLIMITED } from '../../core/budget.ts';
import type { Blobs } from '../../core/ports.ts';
import { createMemoryFolder } from '../../testing/memory-source.ts';
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
import { later } from '../../testing/work.ts';
import type { HashCache } from './source.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
let blobs: Blobs;
beforeAll(async () => {
  lab = await openPushLab();
  blobs = createNodeBlobs(lab.store.access);
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

const big = randomBytes(49 * MIB);
const content = { ...smallFiles(3), 'big.bin': big };
const parts = ['big.bin#1', 'big.bin#2', 'big.bin#3', 'big.bin#4'];
const pieces = ['0.txt', '1.txt', '2.txt', ...parts];

const plansOf = (run: LabRun) => run.told('planned').map(({ plan }) => plan);
const taken = (piece: string) =>
  lab.store.requests.find((request) => request.status === 200 && pieceOf(request) === piece);

describe('what the store lost of a push', () => {
  test('as a multipart upload is sent anew, and nothing else', async () => {
    const bookId = await lab.makeBook();
    const both = { ...content, 'kept.bin': randomBytes(17 * MIB) };
    const others = [...pieces, 'kept.bin#1', 'kept.bin#2'].filter((one) => one !== 'big.bin#3');
    const held = lab.hold((piece) => piece === 'big.bin#3');
    const run = lab.push(createMemoryFolder(both), { bookId });
    const receipt = run.run();
    await lab.until(() => held.came.length === 1 && others.every(taken));
    const { key = '', uploadId } = taken('big.bin#1') ?? {};
    await blobs.abortMultipart({ bucket: 'books', key }, uploadId ?? '');
    expect(lab.takePuts()).toEqual(others);
    held.letOn();
    expect(await receipt).toMatchObject({ revision: 1 });
    expect(lab.takePuts()).toEqual(parts);
    expect(plansOf(run)).toMatchObject([
      { resumed: false },
      {
        resumed: true,
        counts: { arrived: 3 },
        multipart: [{ missing: [[1, 4]] }, { missing: [] }],
      },
    ]);
    expectSoundProgress(run);
    await expectPublished(lab, bookId, both);
  });

  test('before it is published is all that is sent again', async () => {
    const bookId = await lab.makeBook();
    const api = clientThat(lab, '/finalize', async () => {
      const { key = '' } = taken('1.txt') ?? {};
      await blobs.deleteMany('books', [key]);
      expect(lab.takePuts()).toEqual(pieces);
    });
    const run = lab.push(createMemoryFolder(content), { bookId, api });
    expect(await run.run()).toMatchObject({ revision: 1 });
    expect(lab.takePuts()).toEqual(['1.txt']);
    expect(plansOf(run)).toMatchObject([{ counts: { send: 4 } }, { counts: { send: 1 } }]);
    await expectPublished(lab, bookId, content);
  });
});

describe('an upload that ended during the push', () => {
  test('given up by another admin fails it, and is not begun anew', async () => {
    const bookId = await lab.makeBook();
    const run: LabRun = lab.push(createMemoryFolder(content), {
      bookId,
      api: clientThat(lab, '/finalize', () => lab.abort(plansOf(run)[0]?.upload.id ?? '')),
    });
    await expect(run.run()).rejects.toMatchObject({
      code: 'upload.not_open',
      problem: { state: 'aborted' },
    });
    expect(plansOf(run)).toHaveLength(1);
    expect(lab.calls.filter((call) => call.endsWith('/upload'))).toHaveLength(1);
    expect(lab.takePuts()).toEqual(pieces);
  });

  test('given up by another admin is told at the next URL that is asked for', async () => {
    const bookId = await lab.makeBook();
    lab.store.faults = async (request) => {
      if (pieceOf(request) !== 'big.bin#4') return null;
      await lab.until(() => pieces.every((piece) => piece === 'big.bin#4' || taken(piece)));
      await lab.abort(plansOf(run)[0]?.upload.id ?? '');
      return { kind: 'error', code: 'AccessDenied' };
    };
    const run = lab.push(createMemoryFolder(content), { bookId });
    await expect(run.run()).rejects.toMatchObject({
      code: 'upload.not_open',
      problem: { state: 'aborted' },
    });
    expect(plansOf(run)).toHaveLength(1);
    expect(run.told('retrying')).toEqual([]);
    expect(lab.calls.filter((call) => call.endsWith('/finalize'))).toEqual([]);
  });

  test('by its time running out is begun anew', async () => {
    const bookId = await lab.makeBook();
    const few = smallFiles(3);
    const expire = (ctx: Parameters<typeof tick>[0]) => tick(ctx, UNLIMITED);
    const api = clientThat(lab, '/finalize', () =>
      later('8 days', { database: lab.app.database, change: { blobs } }, expire),
    );
    const run = lab.push(createMemoryFolder(few), { bookId, api });
    expect(await run.run()).toMatchObject({ revision: 1 });
    expect(plansOf(run)).toMatchObject([{ resumed: false }, { resumed: false }]);
    expect((await lab.uploadOf(plansOf(run)[0]?.upload.id ?? '')).upload.state).toBe('expired');
    expect(lab.takePuts()).toEqual(Object.keys(few).flatMap((path) => [path, path]));
    await expectPublished(lab, bookId, few);
  });
});

test.each(['just now', 'from earlier'])(
  'parts another sent wrong are sent anew by who knows the hash %s',
  async (since) => {
    const bookId = await lab.makeBook();
    const known = new Map<string, string>();
    const hashes: HashCache = {
      get: ({ path }) => known.get(path),
      set: ({ path }, sha256) => known.set(path, sha256),
    };
    const folder = createMemoryFolder(content, since === 'just now' ? {} : { hashes });
    await lab.push(folder, { bookId: await lab.makeBook() }).run();
    const { upload } = (await lab.other.plan(bookId, content)).body;
    await lab.other.sendParts(upload.id, { path: 'big.bin', bytes: new Uint8Array(49 * MIB) }, [2]);
    lab.takePuts();
    const run = lab.push(folder, { bookId });
    expect(await run.run()).toMatchObject({ revision: 1 });
    expect(plansOf(run)).toMatchObject([
      { upload: { id: upload.id }, resumed: true, counts: { send: 4 } },
      { upload: { id: upload.id }, resumed: true, counts: { send: 1, arrived: 3 } },
    ]);
    const first = pieces.filter((piece) => piece !== 'big.bin#2');
    expect(lab.takePuts()).toEqual([...first, ...parts].sort());
    await expectPublished(lab, bookId, content);
  },
);
