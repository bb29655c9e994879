import { type Dirent, lstatSync, readlinkSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { type LocalFile, localPath } from '../push/local-file.ts';
import { codeOf, diskError } from './disk-error.ts';
import { parseTempName, type TempName } from './temp-name.ts';

const EXECUTABLE_BY_OWNER = 0o100;

/** What a folder holds. Links are not followed. Paths are from the folder on, with `/`. */
export interface LocalTree {
  readonly files: Map<string, LocalFile>;
  /** Path → target. */
  readonly links: Map<string, string>;
  /** Each after the one it lies in. */
  readonly directories: Set<string>;
  /** Sockets, pipes, devices. */
  readonly others: Set<string>;
  /** Files in the making that a pull left behind. */
  readonly leftovers: Map<string, TempName>;
}

/** @param isWanted whether a path belongs to what is pulled, so that it is no leftover */
export async function readLocalTree(
  root: string,
  isWanted: (path: string) => boolean,
  signal: AbortSignal,
): Promise<LocalTree> {
  const tree: LocalTree = {
    files: new Map(),
    links: new Map(),
    directories: new Set(),
    others: new Set(),
    leftovers: new Map(),
  };
  const ahead = [''];
  for (let at = ahead.pop(); at !== undefined; at = ahead.pop()) {
    signal.throwIfAborted();
    for (const entry of await namesIn(root, at)) {
      const path = joined(at, nameOf(entry));
      const temp = isWanted(path) ? undefined : tempOf(entry);
      if (entry.isDirectory()) {
        tree.directories.add(path);
        ahead.push(path);
      } else if (temp) tree.leftovers.set(path, temp);
      else addLeaf(tree, { root, path, entry });
    }
  }
  return tree;
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function tempOf(entry: Dirent): TempName | undefined {
  return entry.isFile() || entry.isSymbolicLink() ? parseTempName(entry.name) : undefined;
}

async function namesIn(root: string, at: string): Promise<Dirent[]> {
  try {
    return await readdir(localPath(root, at), { withFileTypes: true });
  } catch (error) {
    // A dry run makes no folder.
    if (at === '' && codeOf(error) === 'ENOENT') return [];
    throw diskError(at === '' ? root : at, error, 'read');
  }
}

/** HFS+ gives names decomposed; revisions have them composed. */
function nameOf({ name }: Dirent): string {
  return process.platform === 'darwin' ? name.normalize('NFC') : name;
}

interface Leaf {
  readonly root: string;
  readonly path: string;
  readonly entry: Dirent;
}

function addLeaf(tree: LocalTree, leaf: Leaf): void {
  try {
    addUnguarded(tree, leaf);
  } catch (error) {
    throw diskError(leaf.path, error, 'read');
  }
}

function addUnguarded(tree: LocalTree, { root, path, entry }: Leaf): void {
  if (entry.isFile()) {
    const file = localFile(root, path);
    if (file) tree.files.set(path, file);
  } else if (entry.isSymbolicLink()) {
    const target = readlinkSync(localPath(root, path));
    tree.links.set(path, process.platform === 'win32' ? target.replaceAll('\\', '/') : target);
  } else {
    tree.others.add(path);
  }
}

/** A regular file as it is now; undefined where there is none, or something else. */
export function localFile(root: string, path: string): LocalFile | undefined {
  const metAtMs = Date.now();
  const met = lstatSync(localPath(root, path), { bigint: true, throwIfNoEntry: false });
  if (!met?.isFile()) return undefined;
  return {
    kind: 'file',
    path,
    sizeBytes: Number(met.size),
    executable: (Number(met.mode) & EXECUTABLE_BY_OWNER) !== 0,
    mtimeNs: met.mtimeNs,
    ctimeNs: met.ctimeNs,
    inode: met.ino,
    metAtMs,
  };
}
