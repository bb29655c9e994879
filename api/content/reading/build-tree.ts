import { compareUtf8 } from '../../contract/utf8.ts';
import type { RevisionRow } from './revision-rows.ts';

/** A row of a revision; its path is from the shown folder on. */
export type TreeRow = Omit<RevisionRow, 'bucket' | 'key'>;

export interface TreeFolder {
  readonly type: 'folder';
  readonly name: string;
  readonly path: string;
  /** Files in it, at any depth, and their bytes. */
  files: number;
  sizeBytes: number;
  /** Null where they were left out. */
  children: TreeNode[] | null;
}

export interface TreeLeaf {
  readonly type: 'file' | 'link';
  readonly name: string;
  readonly path: string;
  readonly row: TreeRow;
}

export type TreeNode = TreeFolder | TreeLeaf;

export interface TreeQuery {
  /** The shown folder's own name and path. */
  readonly name: string;
  readonly path: string;
  /** Levels wanted, from 1. */
  readonly depth: number;
  /** Most nodes below the shown folder. */
  readonly limit: number;
  /** Only children whose names come after this one. */
  readonly after: string | undefined;
}

export interface Tree {
  readonly root: TreeFolder;
  /** Whether nothing was left out. */
  readonly complete: boolean;
  /** The name to go on after, when the folder's own children did not fit. */
  readonly nextAfter: string | undefined;
}

/**
 * Builds the tree of rows in byte order of their paths, down to the deepest level that fits: what
 * lies below shows as `children: null`, and a folder whose own children are too many is paged.
 */
export function buildTree(rows: readonly TreeRow[], query: TreeQuery): Tree {
  const depth = deepestThatFits(rows, query);
  const root = emptyFolder(query.name, query.path);
  const folders = new Map([['', root]]);
  let complete = true;
  for (const row of rows) complete = addRow(row, { folders, depth, base: query.path }) && complete;
  for (const { children } of folders.values()) children?.sort(byName);
  const nextAfter = cutToPage(root, query);
  return { root, complete: complete && nextAfter === undefined, nextAfter };
}

/** The first level is always shown; if it alone is too much, it is paged. */
function deepestThatFits(rows: readonly TreeRow[], { depth, limit }: TreeQuery): number {
  const nodesOfLevel: number[] = [];
  let before: readonly string[] = [];
  for (const { path } of rows) {
    const names = path.split('/');
    let shared = 0;
    while (shared < names.length - 1 && names[shared] === before[shared]) shared += 1;
    for (let level = shared; level < names.length; level += 1) {
      nodesOfLevel[level] = (nodesOfLevel[level] ?? 0) + 1;
    }
    before = names;
  }
  let nodes = 0;
  const tooDeep = nodesOfLevel.findIndex((count) => {
    nodes += count;
    return nodes > limit;
  });
  return Math.max(1, Math.min(depth, tooDeep < 0 ? Number.POSITIVE_INFINITY : tooDeep));
}

interface Growing {
  /** By path from the shown folder on. */
  readonly folders: Map<string, TreeFolder>;
  readonly depth: number;
  readonly base: string;
}

/** @returns whether the row itself is shown */
function addRow(row: TreeRow, { folders, depth, base }: Growing): boolean {
  const names = row.path.split('/');
  let at = '';
  for (const [level, name] of names.entries()) {
    const folder = folders.get(at);
    if (!folder) throw new Error(`The folder "${at}" was not met before what is in it.`);
    folder.files += row.kind === 'file' ? 1 : 0;
    folder.sizeBytes += row.sizeBytes;
    if (level >= depth) {
      folder.children = null;
      return false;
    }
    at = joined(at, name);
    const node = nodeAt(row, joined(base, at), level === names.length - 1);
    if (node.type !== 'folder') folder.children?.push(node);
    else if (!folders.has(at)) {
      folders.set(at, node);
      folder.children?.push(node);
    }
  }
  return true;
}

/** The row's own node, or the folder on the way to it. */
function nodeAt(row: TreeRow, path: string, last: boolean): TreeNode {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (!last || row.kind === 'directory') return emptyFolder(name, path);
  return { type: row.kind, name, path, row };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function emptyFolder(name: string, path: string): TreeFolder {
  return { type: 'folder', name, path, files: 0, sizeBytes: 0, children: [] };
}

/** By UTF-8 bytes, as the wire orders names. */
function byName(a: TreeNode, b: TreeNode): number {
  return compareUtf8(a.name, b.name);
}

function cutToPage(root: TreeFolder, { limit, after }: TreeQuery): string | undefined {
  if (!root.children) return undefined;
  const from =
    after === undefined ? 0 : root.children.findIndex((child) => child.name === after) + 1;
  const page = root.children.slice(from, from + limit);
  const isLast = from + limit >= root.children.length;
  root.children = page;
  return isLast ? undefined : page.at(-1)?.name;
}
