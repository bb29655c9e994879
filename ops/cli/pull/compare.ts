import type { LocalFile } from '../push/local-file.ts';
import type { LocalHashes } from './local-hashes.ts';
import type { LocalTree } from './local-tree.ts';
import type { WantedFile, WantedFolder } from './wanted-folder.ts';

/** Files hashed side by side; the hasher has its own queue. */
const HASHED_AT_ONCE = 256;

export type LocalKind = 'file' | 'link' | 'folder' | 'special file';

export interface LocalThing {
  readonly path: string;
  readonly kind: LocalKind;
}

/** What a pull has to do. */
export interface PullPlan {
  readonly fetch: readonly WantedFile[];
  /** Files that are here already, with the right bytes. */
  readonly right: readonly LocalFile[];
  /** Those of them that only who may execute is wrong of. */
  readonly wrongModes: readonly WantedFile[];
  /** To be made: path → target. */
  readonly links: ReadonlyMap<string, string>;
  /** What stands where something of another kind belongs, a folder on either side. */
  readonly inTheWay: readonly LocalThing[];
  /** What the revision does not have; each folder after what it holds. */
  readonly extras: readonly LocalThing[];
}

export interface Comparison {
  readonly wanted: WantedFolder;
  readonly local: LocalTree;
  readonly hashes: LocalHashes;
  readonly keepsUnixTraits: boolean;
  /** Told of each file that has been looked at. */
  readonly onFile: (file: WantedFile) => void;
}

/** Finds out what differs between the revision and the folder. */
export async function compare(comparison: Comparison, signal: AbortSignal): Promise<PullPlan> {
  const { wanted, local } = comparison;
  const found = await compareFiles(comparison, signal);
  const links = [...wanted.links].filter(([path, target]) => local.links.get(path) !== target);
  return {
    ...found,
    links: new Map(links),
    inTheWay: thingsInTheWay(wanted, local),
    extras: extrasOf(wanted, local),
  };
}

async function compareFiles(
  { wanted, local, hashes, keepsUnixTraits, onFile }: Comparison,
  signal: AbortSignal,
): Promise<Pick<PullPlan, 'fetch' | 'right' | 'wrongModes'>> {
  const fetch: WantedFile[] = [];
  const right: LocalFile[] = [];
  const wrongModes: WantedFile[] = [];
  const queue = wanted.files.values();

  async function next(): Promise<void> {
    for (const file of queue) {
      const here = local.files.get(file.path);
      const isRight =
        here?.sizeBytes === file.size && (await hashes.of(here, signal)) === file.sha256;
      if (!here || !isRight) fetch.push(file);
      else {
        right.push(here);
        if (keepsUnixTraits && here.executable !== isExecutable(file)) wrongModes.push(file);
      }
      onFile(file);
    }
  }
  await Promise.all(Array.from({ length: HASHED_AT_ONCE }, next));
  fetch.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { fetch, right, wrongModes: process.platform === 'win32' ? [] : wrongModes };
}

export function isExecutable({ executable }: WantedFile): boolean {
  return executable === true;
}

function thingsInTheWay(wanted: WantedFolder, local: LocalTree): LocalThing[] {
  const things: LocalThing[] = [];
  for (const path of wanted.directories) {
    const kind = leafKind(local, path);
    if (kind) things.push({ path, kind });
  }
  for (const path of [...wanted.files.keys(), ...wanted.links.keys()]) {
    if (local.directories.has(path)) things.push({ path, kind: 'folder' });
    else if (local.others.has(path)) things.push({ path, kind: 'special file' });
  }
  return things;
}

/** What is at a path that is not a folder. */
function leafKind(local: LocalTree, path: string): LocalKind | undefined {
  if (local.files.has(path)) return 'file';
  if (local.links.has(path)) return 'link';
  return local.others.has(path) ? 'special file' : undefined;
}

function extrasOf(wanted: WantedFolder, local: LocalTree): LocalThing[] {
  const isWanted = (path: string) =>
    wanted.files.has(path) || wanted.links.has(path) || wanted.directories.has(path);
  const things: LocalThing[] = [];
  const add = (paths: Iterable<string>, kind: LocalKind) => {
    for (const path of paths) if (!isWanted(path)) things.push({ path, kind });
  };
  add(local.files.keys(), 'file');
  add(local.links.keys(), 'link');
  add(local.others, 'special file');
  add([...local.directories].reverse(), 'folder');
  return things;
}
