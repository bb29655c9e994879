import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMemoryFolder } from '../../testing/memory-source.ts';
import { expectPublished, openPushLab, type PushLab, smallFiles } from '../../testing/push-lab.ts';
import { pieceOf } from '../../testing/watched-store.ts';
import { FileChangedError, type HashCache } from './source.ts';

const MIB = 1024 * 1024;

let lab: PushLab;
beforeAll(async () => {
  lab = await openPushLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

/** The same with a bit in the middle turned over. */
function altered(bytes: Uint8Array): Uint8Array {
  const other = Uint8Array.from(bytes);
  const middle = Math.floor(other.length / 2);
  other[middle] = (other[middle] ?? 0) ^ 1;
  return other;
}

const big = randomBytes(33 * MIB);
const content = { ...smallFiles(5), 'big.bin': big };
const small = Object.keys(smallFiles(5));
const pieces = [...small, 'big.bin#1', 'big.bin#2', 'big.bin#3'];

const isTaken = (piece: string) =>
  lab.store.requests.some((request) => request.status === 200 && pieceOf(request) === piece);
const finalizeCalls = () => lab.calls.filter((call) => call.endsWith('/finalize')).length;

interface Change {
  readonly path: string;
  readonly to: string | Uint8Array;
  /** Those that cannot be sent any more. */
  readonly lost: readonly string[];
}

const CHANGES: [string, Change][] = [
  ['other bytes in a small file', { path: '2.txt', to: 'bytes of 3.txt', lost: ['2.txt'] }],
  ['another size of a small file', { path: '2.txt', to: 'more bytes', lost: ['2.txt'] }],
  ['other bytes in a part', { path: 'big.bin', to: altered(big), lost: ['big.bin#2'] }],
  [
    'another size of a file of parts',
    { path: 'big.bin', to: big.subarray(1), lost: ['big.bin#1', 'big.bin#2', 'big.bin#3'] },
  ],
];

/** Pushes; once it is planned the file is written to, and is sent when nothing else is left. */
function pushWhileChanging(bookId: string, { path, to, lost }: Change) {
  const folder = createMemoryFolder(content);
  const others = pieces.filter((piece) => !lost.includes(piece));
  const put = folder.access.put;
  folder.access.put = async (sending, ...rest) => {
    const part = 1 + sending.slice.offset / (16 * MIB);
    const names = [sending.file.path, `${sending.file.path}#${part}`];
    if (names.some((name) => lost.includes(name))) {
      await lab.until(() => others.every(isTaken));
    }
    return put(sending, ...rest);
  };
  return lab.push(folder, {
    bookId,
    onEvent(event) {
      if (event.type === 'planned') folder.write(path, to);
    },
  });
}

describe('a push during which a file gets', () => {
  test.each(CHANGES)('%s names it, and publishes nothing', async (_, change) => {
    const bookId = await lab.makeBook();
    const run = pushWhileChanging(bookId, change);
    const error = await run.run().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(FileChangedError);
    expect(error).toMatchObject({ path: change.path });
    expect(finalizeCalls()).toBe(0);
    expect(run.told('retrying')).toEqual([]);
    expect(run.told('sent').map(({ path }) => path)).not.toContain(change.path);
    const others = pieces.filter((piece) => !change.lost.includes(piece)).sort();
    expect(lab.takePuts()).toEqual(others);

    // Put back as it was, it is all that is left to send.
    const again = lab.push(createMemoryFolder(content), { bookId });
    expect(await again.run()).toMatchObject({ revision: 1 });
    expect(again.told('planned')).toMatchObject([{ plan: { resumed: true } }]);
    expect(lab.takePuts()).toEqual([...change.lost].sort());
    await expectPublished(lab, bookId, content);
  });
});

test('a file that changes before it is hashed ends the push before it is planned', async () => {
  const bookId = await lab.makeBook();
  const folder = createMemoryFolder(smallFiles(3));
  const run = lab.push(folder, {
    bookId,
    onEvent(event) {
      if (event.type === 'progress' && event.progress.phase === 'hashing') {
        folder.write('1.txt', 'longer than it was');
      }
    },
  });
  await expect(run.run()).rejects.toMatchObject({ name: 'FileChangedError', path: '1.txt' });
  expect(lab.calls).toEqual([]);
});

describe('a hash known from earlier that is not that of the file any more', () => {
  /** A folder whose hashes are known from when it held other bytes. */
  async function staleFolder() {
    const bookId = await lab.makeBook();
    const known = new Map<string, string>();
    const hashes: HashCache = {
      get: ({ path }) => known.get(path),
      set: ({ path }, sha256) => known.set(path, sha256),
    };
    const before = createMemoryFolder({ 'a.txt': 'one', 'big.bin': big }, { hashes });
    await lab.push(before, { bookId: await lab.makeBook() }).run();
    lab.reset();
    return { bookId, hashes };
  }

  test('ends the push with a small file named', async () => {
    const { bookId, hashes } = await staleFolder();
    const folder = createMemoryFolder({ 'a.txt': 'two' }, { hashes });
    const error = lab.push(folder, { bookId }).run();
    await expect(error).rejects.toMatchObject({ name: 'FileChangedError', path: 'a.txt' });
    expect(finalizeCalls()).toBe(0);
  });

  test('ends the push with a file of parts named, which are sent once', async () => {
    const { bookId, hashes } = await staleFolder();
    const folder = createMemoryFolder({ 'a.txt': 'one', 'big.bin': altered(big) }, { hashes });
    const error = lab.push(folder, { bookId }).run();
    await expect(error).rejects.toMatchObject({ name: 'FileChangedError', path: 'big.bin' });
    expect(lab.takePuts()).toEqual(['a.txt', 'big.bin#1', 'big.bin#2', 'big.bin#3']);
    // What it is now is known from then on.
    expect(await lab.push(folder, { bookId }).run()).toMatchObject({ revision: 1 });
    await expectPublished(lab, bookId, { 'a.txt': 'one', 'big.bin': altered(big) });
  });
});
