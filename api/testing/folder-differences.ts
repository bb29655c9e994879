import { isDeepStrictEqual } from 'node:util';
import type { ManifestChangesBody } from '../contract/read-manifest.ts';
import type { DiffBody, DifferenceBody } from '../contract/revisions.ts';
import { type Entry, type Folder, hashOf, isContent } from './folder-model.ts';
import { sizeOf } from './plan-sums.ts';

type Diff = Pick<DiffBody, 'added' | 'changed' | 'removed'>;

/** What `diff` tells of two revisions, all of it. */
export function diffOf(before: Folder, after: Folder): Diff {
  const about = (path: string, entry: Entry | undefined): DifferenceBody => ({
    path,
    type: entry?.kind ?? 'file',
    size: sizeOf(entry),
  });
  const paths = pathsOf(before, after);
  return {
    added: paths
      .filter((path) => !before.has(path) && after.has(path))
      .map((path) => about(path, after.get(path))),
    changed: paths
      .filter((path) => before.has(path) && after.has(path))
      .filter((path) => !isDeepStrictEqual(before.get(path), after.get(path)))
      .map((path) => ({
        ...about(path, after.get(path)),
        previous_size: sizeOf(before.get(path)),
      })),
    removed: paths
      .filter((path) => before.has(path) && !after.has(path))
      .map((path) => about(path, before.get(path))),
  };
}

/** What `manifest?since=` tells of two revisions. */
export function changesOf(before: Folder, after: Folder): Omit<ManifestChangesBody, 'from' | 'to'> {
  const paths = pathsOf(before, after).filter(
    (path) => !isDeepStrictEqual(before.get(path), after.get(path)),
  );
  const kindsOf = (path: string) => [before.get(path)?.kind, after.get(path)?.kind];
  return {
    fetch: paths.flatMap((path) => {
      const entry = after.get(path);
      if (entry?.kind !== 'file') return [];
      const { text, size, executable } = entry;
      return [{ path, size, sha256: hashOf(text), ...(executable ? { executable } : {}) }];
    }),
    delete: paths.filter((path) => isContent(before.get(path)) && !isContent(after.get(path))),
    links: paths.flatMap((path) => {
      const entry = after.get(path);
      return entry?.kind === 'link' ? [{ path, target: entry.target }] : [];
    }),
    directories_added: paths.filter((path) => kindsOf(path)[1] === 'directory'),
    directories_removed: paths.filter((path) => kindsOf(path)[0] === 'directory'),
  };
}

/** All their paths, in order. */
export function pathsOf(...folders: readonly Folder[]): string[] {
  return [...new Set(folders.flatMap((folder) => [...folder.keys()]))].sort();
}
