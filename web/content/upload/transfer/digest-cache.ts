import type { BrowserFile } from '../folder/read-folder.ts';

/**
 * A file written this short before it was met may be written again within the same tick of its
 * file system's clock, and look the same. FAT's tick, 2 s, is the longest.
 */
const TICK_MS = 2500;

/** What is known of one file: when it looks like this, its slices have these digests. */
interface KnownFile {
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
  /** Where a slice begins → its SHA-256. */
  readonly digests: Map<number, Uint8Array>;
}

/** Path → what is known; such as IndexedDB keeps. */
export type KnownDigests = ReadonlyMap<string, KnownFile>;

/**
 * Digests of one upload's slices. They are not kept for longer than the upload: a browser shows
 * neither inode nor change time, so that of another day's folder with the same names, sizes and
 * times nothing could be told.
 */
export interface DigestCache {
  get(file: BrowserFile, offset: number): Uint8Array | undefined;
  set(file: BrowserFile, offset: number, digest: Uint8Array): void;
  /** Forgets a file whose digests proved wrong. */
  forget(path: string): void;
  readonly known: KnownDigests;
}

export function createDigestCache(kept: KnownDigests = new Map()): DigestCache {
  const known = new Map(kept);

  function sameAs({ path, file }: BrowserFile): KnownFile | undefined {
    const one = known.get(path);
    return one?.sizeBytes === file.size && one.lastModifiedMs === file.lastModified
      ? one
      : undefined;
  }

  return {
    known,
    get: (file, offset) => sameAs(file)?.digests.get(offset),
    set(met, offset, digest) {
      const { path, file, metAtMs } = met;
      if (file.lastModified + TICK_MS > metAtMs) return;
      const same = sameAs(met);
      if (same) same.digests.set(offset, digest);
      else {
        const about = { sizeBytes: file.size, lastModifiedMs: file.lastModified };
        known.set(path, { ...about, digests: new Map([[offset, digest]]) });
      }
    },
    forget(path) {
      known.delete(path);
    },
  };
}
