import type { FolderHashes } from '../push/hash-cache.ts';
import type { WrittenFile } from './file-writer.ts';
import { localFile } from './local-tree.ts';

/**
 * How long a file has to rest before its hash is kept: what is written within a tick of the file
 * system's clock looks the same. FAT's tick, 2 s, is the longest.
 */
const REST_MS = 3000;

/** Keeps the hashes of files just written, so that the next pull or push need not read them. */
export interface RecentHashes {
  add(file: WrittenFile): void;
  /** Keeps what has rested for long enough. What has not is hashed another time. */
  settle(): void;
}

export function createRecentHashes(root: string, cache: FolderHashes | undefined): RecentHashes {
  const waiting: { readonly file: WrittenFile; readonly atMs: number }[] = [];
  let settled = 0;

  function settle(): void {
    for (let next = waiting[settled]; next; next = waiting[settled]) {
      if (performance.now() - next.atMs < REST_MS) return;
      settled += 1;
      const { path, mtimeNs, inode, sha256 } = next.file;
      const now = localFile(root, path);
      if (now?.mtimeNs === mtimeNs && now.inode === inode) cache?.set(now, sha256);
    }
  }

  return {
    add(file) {
      if (cache) waiting.push({ file, atMs: performance.now() });
      settle();
    },
    settle,
  };
}
