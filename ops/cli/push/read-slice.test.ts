import { randomBytes } from 'node:crypto';
import { appendFile, chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { createDiskPace } from './disk-pace.ts';
import { openFolder } from './folder-source.ts';
import type { LocalFile } from './local-file.ts';
import { createSliceReader } from './read-slice.ts';

const KIB = 1024;
const BYTES = randomBytes(3000 * KIB);
/** A disk that never takes longer, and one that always does. */
const DISKS = { quick: Number.POSITIVE_INFINITY, slow: -1 };

let temp: TempFolder;
let file: LocalFile;
beforeEach(async () => {
  temp = await makeTempFolder();
  await writeFile(path.join(temp.path, 'a.bin'), BYTES);
  const source = await openFolder(temp.path, { keepsUnixTraits: false, takesLitter: false });
  for await (const entry of source.entries(new AbortController().signal)) {
    if (entry.kind === 'file') file = entry;
  }
});
afterEach(() => temp.remove());

async function bytesOf(body: Uint8Array | AsyncIterable<Uint8Array>): Promise<Buffer> {
  if (body instanceof Uint8Array) return Buffer.from(body);
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

test.each([
  { disk: 'quick', offset: 0, size: 0 },
  { disk: 'quick', offset: 7, size: 100 * KIB },
  { disk: 'quick', offset: 7, size: 2000 * KIB },
  { disk: 'slow', offset: 0, size: 0 },
  { disk: 'slow', offset: 7, size: 100 * KIB },
  { disk: 'slow', offset: 2999 * KIB, size: KIB },
] as const)('a $disk disk gives $size bytes from $offset on, again and again', async (one) => {
  const { disk, ...slice } = one;
  const reader = createSliceReader(temp.path, createDiskPace(DISKS[disk]));
  for (let n = 0; n < 3; n += 1) {
    const bytes = await bytesOf(await reader.read({ file, slice }));
    expect(bytes.equals(BYTES.subarray(slice.offset, slice.offset + slice.size))).toBe(true);
  }
});

test.each(['quick', 'slow'] as const)('a %s disk tells that a file has changed', async (disk) => {
  const reader = createSliceReader(temp.path, createDiskPace(DISKS[disk]));
  const slice = { offset: 0, size: 10 };
  await reader.read({ file, slice });
  await appendFile(path.join(temp.path, 'a.bin'), 'x');
  await expect(reader.read({ file, slice })).rejects.toBeInstanceOf(FileChangedError);
});

test('a slice behind the end is told as a change, however it is read', async () => {
  for (const size of [10, 1000 * KIB]) {
    const slice = { offset: BYTES.length, size };
    const read = async () => bytesOf(await createSliceReader(temp.path).read({ file, slice }));
    await expect(read()).rejects.toBeInstanceOf(FileChangedError);
  }
});

test.skipIf(process.getuid?.() === 0)('a file we may not read is named', async () => {
  await chmod(path.join(temp.path, 'a.bin'), 0o000);
  const read = createSliceReader(temp.path).read({ file, slice: { offset: 0, size: 1 } });
  await expect(read).rejects.toThrow('a.bin: It cannot be read: permission denied.');
  await expect(read).rejects.toBeInstanceOf(SourceError);
});
