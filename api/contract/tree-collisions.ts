const SLASH = '/'.charCodeAt(0);

/** A path as its place in the tree. */
export interface TreeEntry {
  readonly kind: 'file' | 'directory' | 'link';
  /** The path in NFC; of a directory with a slash behind. */
  readonly spelling: string;
  /** The spelling, folded where case does not count: equal where two paths are one place. */
  readonly key: string;
}

export type CollisionCode =
  | 'manifest.duplicate_path'
  | 'manifest.case_collision'
  | 'manifest.file_is_directory';

export interface Collision<T extends TreeEntry> {
  readonly code: CollisionCode;
  readonly other: T;
}

/** What is found when all paths are laid side by side. */
export interface TreeFindings<T extends TreeEntry> {
  readonly collisions: ReadonlyMap<T, Collision<T>>;
  /** Directories with nothing below them. The others are implied by what they hold. */
  readonly emptyDirectories: readonly T[];
}

type Note<T> = (entry: T, code: CollisionCode, other: T) => void;

/**
 * Finds the paths that cannot be in one folder: every member of a group, each with another one. It
 * sorts the keys, so that all that lies in a folder stands in a row, and passes over them once: time
 * and memory do not grow with the number of folders, of which 200,000 paths can name millions.
 */
export function findCollisions<T extends TreeEntry>(entries: readonly T[]): TreeFindings<T> {
  const found = new Map<T, Collision<T>>();
  const note: Note<T> = (entry, code, other) => {
    if (!found.has(entry)) found.set(entry, { code, other });
  };
  const sorted = entries.toSorted(byKey);
  collideOnOnePlace(entries, placesTwice(sorted), note);
  collideFolders(sorted, note);
  collideWithFiles(sorted, note);
  const emptyDirectories = sorted.filter(
    (entry, index) => entry.kind === 'directory' && !sorted[index + 1]?.key.startsWith(entry.key),
  );
  return { collisions: found, emptyDirectories };
}

function byKey(a: TreeEntry, b: TreeEntry): number {
  if (a.key === b.key) return 0;
  return a.key < b.key ? -1 : 1;
}

/** The key a file would have in the same place. */
export function placeOf({ kind, key }: TreeEntry): string {
  return kind === 'directory' ? key.slice(0, -1) : key;
}

/** Places that more than one entry has: mostly none, which is found without a map of all of them. */
function placesTwice(sorted: readonly TreeEntry[]): Set<string> {
  const twice = new Set<string>();
  const directories = new Set<string>();
  for (const [index, entry] of sorted.entries()) {
    if (entry.key === sorted[index + 1]?.key) twice.add(placeOf(entry));
    if (entry.kind === 'directory') directories.add(placeOf(entry));
  }
  if (directories.size === 0) return twice;
  for (const { kind, key } of sorted) {
    if (kind !== 'directory' && directories.has(key)) twice.add(key);
  }
  return twice;
}

/** Paths that are equal, or equal but for case. */
function collideOnOnePlace<T extends TreeEntry>(
  entries: readonly T[],
  places: ReadonlySet<string>,
  note: Note<T>,
): void {
  if (places.size === 0) return;
  const colliding = entries.filter((entry) => places.has(placeOf(entry)));
  for (const group of Map.groupBy(colliding, placeOf).values()) collideGroup(group, note);
}

function collideGroup<T extends TreeEntry>(group: readonly T[], note: Note<T>): void {
  const bySpelling = Map.groupBy(group, ({ kind, spelling }) =>
    kind === 'directory' ? spelling.slice(0, -1) : spelling,
  );
  const spellings = [...bySpelling.values()];
  for (const [index, twins] of spellings.entries()) {
    const other = spellings[(index + 1) % spellings.length]?.[0];
    for (const [at, entry] of twins.entries()) {
      const twin = twins[(at + 1) % twins.length];
      if (twin && twin !== entry) note(entry, 'manifest.duplicate_path', twin);
      else if (other) note(entry, 'manifest.case_collision', other);
    }
  }
}

/** A folder while the entries in it pass by, or after: `[start, end)` of the sorted entries. */
interface Folder {
  readonly depth: number;
  readonly start: number;
  end: number;
  /** The first entry that spells the folder differently from the one at `start`; 0 if none. */
  differs: number;
}

/** Folders on the way to different paths that are equal but for case. */
function collideFolders<T extends TreeEntry>(sorted: readonly T[], note: Note<T>): void {
  for (const { depth, start, end, differs } of foldersSpeltTwice(sorted)) {
    const first = sorted[start];
    const other = sorted[differs];
    if (!first || !other) continue;
    for (const entry of sorted.slice(start, end)) {
      const same = sharedFolders(entry.spelling, first.spelling).count >= depth;
      note(entry, 'manifest.case_collision', same ? other : first);
    }
  }
}

/** The outermost ones: all that lies in them collides, so those inside would say nothing new. */
function foldersSpeltTwice(sorted: readonly TreeEntry[]): Folder[] {
  const open: Folder[] = [];
  const found: Folder[] = [];
  const close = (depth: number, end: number) => {
    while (open.length > depth) {
      const folder = open.pop();
      if (!folder?.differs) continue;
      folder.end = end;
      while ((found.at(-1)?.start ?? -1) >= folder.start) found.pop();
      found.push(folder);
    }
  };
  let last: TreeEntry = { kind: 'file', spelling: '', key: '' };
  for (const [index, entry] of sorted.entries()) {
    const shared = sharedFolders(last.key, entry.key);
    close(shared.count, index);
    const split = open[sharedSpelling(last, entry, shared.count)];
    if (split) split.differs ||= index;
    for (let at = entry.key.indexOf('/', shared.length); at >= 0; ) {
      open.push({ depth: open.length + 1, start: index, end: index, differs: 0 });
      at = entry.key.indexOf('/', at + 1);
    }
    last = entry;
  }
  close(0, sorted.length);
  return found;
}

/** How many folders lead to both by their spellings, which mostly are the keys themselves. */
function sharedSpelling(a: TreeEntry, b: TreeEntry, byKey: number): number {
  if (a.key === a.spelling && b.key === b.spelling) return byKey;
  return sharedFolders(a.spelling, b.spelling).count;
}

/** How many folders lead to both, and how many characters they begin with in common. */
function sharedFolders(a: string, b: string): { readonly count: number; readonly length: number } {
  const end = Math.min(a.length, b.length);
  let count = 0;
  let length = 0;
  for (; length < end; length++) {
    const unit = a.charCodeAt(length);
    if (unit !== b.charCodeAt(length)) break;
    if (unit === SLASH) count++;
  }
  return { count, length };
}

/** Files and links where another path needs a directory. One listed in their place is noted before. */
function collideWithFiles<T extends TreeEntry>(sorted: readonly T[], note: Note<T>): void {
  /** Files whose keys begin the next entry's, shortest first: `a`, then `a-b`, before `a/c`. */
  const files: T[] = [];
  for (const entry of sorted) {
    for (let file = files.at(-1); file && !entry.key.startsWith(file.key); file = files.at(-1)) {
      files.pop();
    }
    const file = files.find(({ key }) => entry.key.charCodeAt(key.length) === SLASH);
    if (file) {
      note(file, 'manifest.file_is_directory', entry);
      note(entry, 'manifest.file_is_directory', file);
    }
    if (entry.kind !== 'directory' && entry.key !== files.at(-1)?.key) files.push(entry);
  }
}
