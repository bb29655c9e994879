import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

export type Entry =
  /** `size` is what the manifest claims; a true one is the length of `text`, which is ASCII. */
  | {
      readonly kind: 'file';
      readonly text: string;
      readonly size: number;
      readonly executable: boolean;
    }
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'directory' };

export type PlacedEntry = readonly [path: string, entry: Entry];

/** What a revision shows. Its directories are those that hold nothing. */
export type Folder = ReadonlyMap<string, Entry>;

/** What a manifest asks for. */
export interface Ask {
  readonly mode: 'replace' | 'merge';
  readonly entries: readonly PlacedEntry[];
  readonly remove: readonly string[];
}

/** Equal where two paths are one place. */
export type Fold = (path: string) => string;

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

export function isContent(entry: Entry | undefined): boolean {
  return entry !== undefined && entry.kind !== 'directory';
}

/** The manifest as it is posted. */
export function manifestOf({ mode, entries, remove }: Ask) {
  return {
    mode,
    remove,
    files: entries.flatMap(([path, entry]) => {
      if (entry.kind !== 'file') return [];
      const { text, size, executable } = entry;
      return [{ path, size, sha256: hashOf(text), ...(executable ? { executable } : {}) }];
    }),
    directories: entries.flatMap(([path, { kind }]) => (kind === 'directory' ? [path] : [])),
    links: entries.flatMap(([path, entry]) =>
      entry.kind === 'link' ? [{ path, target: entry.target }] : [],
    ),
  };
}

/** Equal where two asks are the same: in whatever order, with or without folders that are implied. */
export function keyOf({ mode, entries, remove }: Ask): string {
  const placed = [...folderOf(entries)].sort(([one], [two]) => (one < two ? -1 : 1));
  return JSON.stringify([mode, placed, [...new Set(remove)].sort()]);
}

/** What the ask makes of a folder, if nothing in it clashes. */
export function applyAsk(head: Folder, ask: Ask): Folder {
  return folderOf([...keptOf(head, ask), ...ask.entries]);
}

/** Those of the ask's entries that cannot be in one folder with the others and what stays. */
export function clashesOf(head: Folder, ask: Ask, fold: Fold): PlacedEntry[] {
  const all = [...keptOf(head, ask), ...ask.entries];
  return ask.entries.filter((one) => all.some((two) => one !== two && clash(one, two, fold)));
}

/** What a merge leaves alone: a directory that is listed takes nobody's place. */
function keptOf(head: Folder, { mode, entries, remove }: Ask): PlacedEntry[] {
  if (mode === 'replace') return [];
  const listed = new Set(entries.filter(([, entry]) => isContent(entry)).map(([path]) => path));
  const isRemoved = (path: string) =>
    remove.some((gone) => path === gone || path.startsWith(`${gone}/`));
  return [...head].filter(([path]) => !listed.has(path) && !isRemoved(path));
}

/** Whether two entries need one place for different things. */
function clash(one: PlacedEntry, two: PlacedEntry, fold: Fold): boolean {
  return placesOf(one).some((a) =>
    placesOf(two).some(
      (b) =>
        fold(a.path) === fold(b.path) && !(a.path === b.path && a.isDirectory && b.isDirectory),
    ),
  );
}

/** The folders on the way to an entry, and its own place. */
function placesOf([path, { kind }]: PlacedEntry) {
  const segments = path.split('/');
  return segments.map((_, index) => ({
    path: segments.slice(0, index + 1).join('/'),
    isDirectory: index < segments.length - 1 || kind === 'directory',
  }));
}

function folderOf(entries: readonly PlacedEntry[]): Folder {
  const all = new Map(entries);
  const isImplied = (path: string) => [...all.keys()].some((other) => other.startsWith(`${path}/`));
  return new Map([...all].filter(([path, entry]) => isContent(entry) || !isImplied(path)));
}

/** The paths at which two folders differ, or do not, in order of names. */
export function compareFolders(before: Folder, after: Folder) {
  const paths = [...new Set([...before.keys(), ...after.keys()])].sort();
  const where = (which: (was: Entry | undefined, is: Entry | undefined) => boolean) =>
    paths.filter((path) => which(before.get(path), after.get(path)));
  const isDirectory = (entry: Entry | undefined) => entry?.kind === 'directory';
  return {
    same: where((was, is) => isContent(was) && isDeepStrictEqual(was, is)),
    added: where((was, is) => !isContent(was) && isContent(is)),
    changed: where((was, is) => isContent(was) && isContent(is) && !isDeepStrictEqual(was, is)),
    removed: where((was, is) => isContent(was) && !isContent(is)),
    directoriesAdded: where((was, is) => !isDirectory(was) && isDirectory(is)),
    directoriesRemoved: where((was, is) => isDirectory(was) && !isDirectory(is)),
  };
}

/** What a folder's row says of it. */
export function sumsOf(folder: Folder = new Map()) {
  const entries = [...folder.values()];
  const count = (wanted: Entry['kind']) => entries.filter(({ kind }) => kind === wanted).length;
  return {
    files: count('file'),
    directories: count('directory'),
    links: count('link'),
    bytes: entries.reduce((sum, entry) => sum + (entry.kind === 'file' ? entry.size : 0), 0),
  };
}

/** What is noted of each revision but the empty one. */
export function talliesOf(revisions: readonly Folder[]) {
  return revisions.slice(1).map((folder, before) => {
    const { files, bytes } = sumsOf(folder);
    const compared = compareFolders(revisions[before] ?? new Map(), folder);
    return {
      revision: before + 1,
      files,
      bytes,
      added: compared.added.length,
      changed: compared.changed.length,
      removed: compared.removed.length,
    };
  });
}

/**
 * The rows all revisions come to, each from the revision that brought it to the one that dropped it,
 * in order of paths and revisions. @param revisions the first is the empty one
 */
export function rowsOfAll(revisions: readonly Folder[]) {
  const rows = revisions.flatMap((folder, revision) =>
    [...folder].flatMap(([path, entry]) => {
      const isSame = (other: Folder | undefined) => isDeepStrictEqual(other?.get(path), entry);
      if (isSame(revisions[revision - 1])) return [];
      const end = revisions.findIndex((other, index) => index > revision && !isSame(other));
      return [{ path, added_in: revision, removed_in: end < 0 ? null : end, ...columnsOf(entry) }];
    }),
  );
  return rows.sort((a, b) =>
    a.path === b.path ? a.added_in - b.added_in : a.path < b.path ? -1 : 1,
  );
}

function columnsOf(entry: Entry) {
  const { kind } = entry;
  const none = { kind, executable: false, link_target: null, size: null, sha256: null };
  switch (entry.kind) {
    case 'file':
      return {
        ...none,
        executable: entry.executable,
        size: entry.size,
        sha256: hashOf(entry.text),
      };
    case 'link':
      return { ...none, link_target: entry.target };
    case 'directory':
      return none;
  }
}
