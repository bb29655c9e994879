import { mkdir, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { DiskBlobs } from './blobs-disk.ts';
import { Catalog } from './catalog.ts';
import { claimDirectory } from './directory-claim.ts';
import { DiskJournal } from './journal-disk.ts';
import { KeptStore } from './kept-store.ts';
import type { ObjectStore } from './store.ts';
import { syncDirectory } from './sync-directory.ts';

const JOURNAL = 'journal';

/** Makes sure `dir` is a store of ours or empty, since what a store does not know it sweeps away. */
async function prepare(dir: string): Promise<void> {
  const names = await readdir(dir);
  if (names.includes(JOURNAL)) {
    return;
  }
  const foreign = names.filter((name) => !name.startsWith('.') && name !== 'lost+found');
  if (foreign.length > 0) {
    throw new Error(`${dir} is neither empty nor a store: it holds ${foreign[0]}.`);
  }
  const file = await open(join(dir, JOURNAL), 'wx');
  await file.sync();
  await file.close();
  await syncDirectory(dir);
}

/**
 * Opens (or makes) a store in `dir`. Leftovers of a crash are removed first.
 * Throws when `dir` holds something else, is in use by another process, or is damaged.
 */
export async function openDiskStore(dir: string, now: () => number): Promise<ObjectStore> {
  await mkdir(dir, { recursive: true });
  const release = await claimDirectory(await realpath(dir));
  try {
    await prepare(dir);
    const catalog = new Catalog();
    const journal = await DiskJournal.open(join(dir, JOURNAL), catalog);
    const blobs = await DiskBlobs.open(dir);
    await blobs.sweep(new Set([...catalog.blobs()].map((blob) => blob.id)));
    const close = async () => {
      await journal.close();
      await release();
    };
    const claimed = { append: journal.append.bind(journal), close };
    return new KeptStore({ catalog, blobs, journal: claimed }, now);
  } catch (error) {
    await release();
    throw error;
  }
}
