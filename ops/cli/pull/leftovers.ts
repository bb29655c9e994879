import { rmSync } from 'node:fs';
import { localPath } from '../push/local-file.ts';
import { isParted } from './parted-file.ts';
import { isAbandoned, partsName, type TempName, tempKey } from './temp-name.ts';
import type { WantedFile } from './wanted-folder.ts';

/** What pulls that ended before their time left behind. */
export interface Leftovers {
  /** Where a large file's beginnings are, from the folder on, or undefined. */
  of(file: WantedFile): string | undefined;
}

/**
 * Removes what nothing is gained from, and tells where the rest is. What another process is working
 * on is left alone.
 * @param found path → what its name says
 */
export function sortLeftovers(
  root: string,
  found: ReadonlyMap<string, TempName>,
  fetch: readonly WantedFile[],
): Leftovers {
  const useful = new Set(fetch.filter(isParted).map(tempKey));
  const kept = new Map<string, string>();
  const lists = new Set<string>();
  for (const [path, name] of found) {
    if (name.isParts || !isAbandoned(name)) continue;
    const isUseful = useful.has(name.key) && !kept.has(name.key) && found.has(partsName(path));
    if (isUseful) {
      kept.set(name.key, path);
      lists.add(partsName(path));
    } else remove(root, path);
  }
  for (const [path, name] of found) {
    if (name.isParts && isAbandoned(name) && !lists.has(path)) remove(root, path);
  }
  return { of: (file) => kept.get(tempKey(file)) };
}

/** What cannot be removed harms nobody. */
function remove(root: string, path: string): void {
  try {
    rmSync(localPath(root, path), { force: true });
  } catch {}
}
