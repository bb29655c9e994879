import { createHash, randomBytes } from 'node:crypto';
import { appendFile, mkdir, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { openFolder } from './folder-source.ts';
import { noHashCache } from './hash-cache.ts';
import { createLocalAccess, type LocalAccess } from './local-access.ts';
import { type LocalFile, localPath } from './local-file.ts';

const MIB = 1024 * 1024;
const signal = new AbortController().signal;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

let temp: TempFolder;
let access: LocalAccess;
beforeEach(async () => {
  temp = await makeTempFolder();
  access = createLocalAccess(temp.path, noHashCache());
});
afterEach(async () => {
  await access.close();
  await temp.remove();
});

/** Writes files and meets them as a push does. */
async function meet(content: Readonly<Record<string, Uint8Array>>): Promise<LocalFile[]> {
  for (const [name, bytes] of Object.entries(content)) {
    const file = localPath(temp.path, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  const source = await openFolder(temp.path, { keepsUnixTraits: false, takesLitter: false });
  const met: LocalFile[] = [];
  for await (const entry of source.entries(signal)) if (entry.kind === 'file') met.push(entry);
  return met;
}

async function meetOne(bytes: Uint8Array): Promise<LocalFile> {
  const [file] = await meet({ 'a.bin': bytes });
  if (!file) throw new Error('It was not met.');
  return file;
}

const whole = ({ sizeBytes: size }: LocalFile) => ({ offset: 0, size });
const digest = async (file: LocalFile, slice = whole(file)) =>
  Buffer.from(await access.digest(file, slice, signal)).toString('hex');

describe('a digest', () => {
  test.each([0, 1, MIB, MIB + 1, 3 * MIB + 7])('is right of a file of %i bytes', async (size) => {
    const bytes = randomBytes(size);
    expect(await digest(await meetOne(bytes))).toBe(sha256(bytes));
  });

  test('is right of slices, asked for side by side', async () => {
    const bytes = randomBytes(5 * MIB + 3);
    const file = await meetOne(bytes);
    const slices = [0, 1, 2, 3, 4, 5].map((n) => ({
      offset: n * MIB,
      size: Math.min(MIB, bytes.length - n * MIB),
    }));
    const digests = await Promise.all(slices.map((slice) => digest(file, slice)));
    expect(digests).toEqual(
      slices.map(({ offset, size }) => sha256(bytes.subarray(offset, offset + size))),
    );
  });

  test('is right of far more files than are hashed without a thread', async () => {
    const names = Array.from({ length: 1500 }, (_, n) => `d${n % 10}/f${n}`);
    const content = Object.fromEntries(names.map((name) => [name, Buffer.from(name)]));
    const files = await meet(content);
    const digests = await Promise.all(files.map((file) => digest(file)));
    expect(digests).toEqual(files.map(({ path: name }) => sha256(Buffer.from(name))));
    expect(files).toHaveLength(names.length);
  });

  test('is right of more bytes than are hashed without a thread', async () => {
    const bytes = randomBytes(20 * MIB);
    const files = await meet({ a: bytes, b: bytes, c: bytes });
    const digests = await Promise.all(files.map((file) => digest(file)));
    expect(digests).toEqual(files.map(() => sha256(bytes)));
  });
});

/** What may happen to a file between being met and being read. */
const CHANGES = {
  'grew longer': (file: string) => appendFile(file, 'more'),
  'was cut short': (file: string) => truncate(file, 10),
  'was written again': (file: string) => utimes(file, 1, 1),
  'went away': (file: string) => rm(file),
  'was replaced by a folder': async (file: string) => {
    await rm(file);
    await mkdir(file);
  },
} as const;

describe.each(Object.entries(CHANGES))('a file that %s', (what, change) => {
  test('is told when it is hashed', async () => {
    const file = await meetOne(randomBytes(100));
    await change(localPath(temp.path, file.path));
    await expect(digest(file)).rejects.toBeInstanceOf(
      what === 'was replaced by a folder' ? SourceError : FileChangedError,
    );
  });

  test.each([100, MIB])('is told when %i bytes of it are sent', async (size) => {
    const file = await meetOne(randomBytes(size));
    await change(localPath(temp.path, file.path));
    // Nobody answers there, so an answer would be another error.
    const put = { file, slice: whole(file), url: 'http://127.0.0.1:9/a', headers: {} };
    await expect(access.put(put, signal, () => {})).rejects.toBeInstanceOf(SourceError);
  });
});

test('a file that changed is named', async () => {
  const file = await meetOne(randomBytes(100));
  await rename(localPath(temp.path, file.path), path.join(temp.path, 'b.bin'));
  await expect(digest(file)).rejects.toMatchObject({
    path: 'a.bin',
    message: expect.stringContaining('a.bin changed while it was being pushed'),
  });
});

test('what waits for its digest is let go when the push is stopped', async () => {
  const file = await meetOne(randomBytes(100));
  const reason = new Error('enough');
  const waiting = access.digest(file, whole(file), AbortSignal.abort(reason));
  await expect(waiting).rejects.toBe(reason);
});

test('what waits for its digest is let go when the access is closed', async () => {
  const file = await meetOne(randomBytes(100));
  const waiting = expect(digest(file)).rejects.toThrow('closed');
  await access.close();
  await waiting;
});
