import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ObjectStore } from './store.ts';
import { describeObjectStore } from './store-contract.suite.ts';
import { openDiskStore } from './store-disk.ts';
import { openMemoryStore } from './store-memory.ts';

const ANY = () => undefined;
const now = () => 1;

describeObjectStore('the memory store', async () => ({
  store: openMemoryStore(now),
  cleanUp: async () => undefined,
}));

describeObjectStore('the disk store', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'dcs-store-'));
  const cleanUp = () => rm(dir, { recursive: true, force: true });
  return { store: await openDiskStore(dir, now), cleanUp };
});

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

describe('a directory opened again', () => {
  let dir: string;
  let journal: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'dcs-store-'));
    journal = join(dir, 'journal');
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function put(store: ObjectStore, key: string, text: string): Promise<void> {
    const blob = await store.stage(bytesOf(text));
    const { sizeBytes } = blob;
    const object = { sizeBytes, etag: text, modifiedAt: 1, headers: {}, checksum: null };
    await store.putObject({ bucket: 'b-1', key }, { ...object, blobs: [blob] }, ANY);
  }

  async function reopened<T>(look: (store: ObjectStore) => T | Promise<T>): Promise<T> {
    const store = await openDiskStore(dir, now);
    try {
      return await look(store);
    } finally {
      await store.close();
    }
  }

  async function filledWith(keys: string[]): Promise<void> {
    await reopened(async (store) => {
      await store.createBucket('b-1');
      for (const key of keys) {
        await put(store, key, `text of ${key}`);
      }
    });
  }

  function etags(store: ObjectStore): string[] {
    const query = { prefix: '', delimiter: '', after: null, limit: 1000 };
    return store.listObjects('b-1', query).objects.map(({ object }) => object.etag);
  }

  async function blobFiles(): Promise<string[]> {
    const names = await readdir(join(dir, 'blobs'), { recursive: true });
    return names.filter((name) => /[0-9a-f]{32}$/.test(name));
  }

  test('holds what it held', async () => {
    await filledWith(['a', 'b']);
    expect(await reopened(etags)).toEqual(['text of a', 'text of b']);
  });

  test('forgets a torn last line, wherever it is torn, and goes on', async () => {
    await filledWith(['a', 'b']);
    const whole = await readFile(journal);
    const lastLine = whole.lastIndexOf(10, whole.length - 2) + 1;
    for (let length = lastLine; length < whole.length; length += 9) {
      await writeFile(journal, whole.subarray(0, length));
      const kept = await reopened(async (store) => {
        await put(store, 'c', 'text of c');
        return etags(store);
      });
      expect(kept).toEqual(['text of a', 'text of c']);
      expect(await reopened(etags)).toEqual(kept);
    }
  });

  test('refuses damage before whole changes, and touches nothing', async () => {
    await filledWith(['a', 'b']);
    const bytes = await readFile(journal);
    bytes[60] = (bytes[60] ?? 0) ^ 1;
    await writeFile(journal, bytes);
    const before = await blobFiles();
    await expect(openDiskStore(dir, now)).rejects.toThrow(/damaged at byte/);
    expect(await blobFiles()).toEqual(before);
  });

  test('loses bodies no change speaks of, and keeps foreign files', async () => {
    await filledWith(['a']);
    const [kept = ''] = await blobFiles();
    const folder = join(dir, 'blobs', '00');
    await writeFile(join(folder, '00'.repeat(16)), 'left over');
    await writeFile(join(folder, 'notes.txt'), 'not ours');
    await writeFile(join(dir, 'incoming', 'ab'.repeat(16)), 'half');
    await reopened(() => undefined);
    expect(await blobFiles()).toEqual([kept]);
    expect(await readdir(folder)).toContain('notes.txt');
    expect(await readdir(join(dir, 'incoming'))).toEqual([]);
  });

  test('rewrites a journal that is mostly history', async () => {
    await filledWith(['a']);
    await reopened(async (store) => {
      for (let round = 0; round < 1200; round += 1) {
        await store.createBucket('b-2');
        await store.deleteBucket('b-2');
      }
    });
    const before = (await readFile(journal)).length;
    expect(await reopened(etags)).toEqual(['text of a']);
    expect((await readFile(journal)).length).toBeLessThan(before / 100);
    await reopened((store) => put(store, 'z', 'after'));
    expect(await reopened(etags)).toEqual(['text of a', 'after']);
  });

  test('is refused while it is open', async () => {
    await reopened(async () => {
      await expect(openDiskStore(dir, now)).rejects.toThrow(/in use/);
    });
    await reopened(() => undefined);
  });

  test('may be new beside dot files, but not beside others', async () => {
    await writeFile(join(dir, '.gitkeep'), '');
    await reopened(() => undefined);
    await rm(journal);
    await appendFile(join(dir, 'thesis.doc'), 'x');
    await expect(openDiskStore(dir, now)).rejects.toThrow(/neither empty nor a store/);
  });
});
