import { contentTypeOf } from '../../contract/content-types.ts';
import type { FolderNodeBody, NodeBody } from '../../contract/storage.ts';
import { compareUtf8 } from '../../contract/utf8.ts';
import type { RevisionRow } from './revision-rows.ts';

export interface TreeQuery {
  /** The shown folder's own name and path. */
  readonly name: string;
  readonly path: string;
  /** What rows' paths have in front of the shown folder's content, such as `audio/`. */
  readonly prefix: string;
  /** Levels wanted, from 1; all unless given. */
  readonly depth: number | undefined;
  /** Most nodes below the shown folder. */
  readonly limit: number;
}

/** Folders of one level, and how many nodes of any type it has. */
interface Level {
  readonly folders: FolderNodeBody[];
  nodes: number;
}

/**
 * Builds a tree of rows that come in byte order of their paths, and never holds much more than it
 * will show: as soon as its deepest level is too much, that is dropped, and shows as `children: null`
 * in the level above. What folders count is all that lies in them.
 */
export class TreeBuilder {
  readonly root: FolderNodeBody;
  readonly #query: TreeQuery;
  readonly #base: string;
  readonly #levels: Level[];
  /** The folders that the last row lies in, as deep as they are shown. */
  #open: FolderNodeBody[];
  #depth: number;
  #nodes = 0;
  #isComplete = true;

  constructor(query: TreeQuery) {
    this.root = folderNode(query.name, query.path);
    this.#query = query;
    this.#base = query.path === '' ? '' : `${query.path}/`;
    this.#levels = [{ folders: [this.root], nodes: 0 }];
    this.#open = [this.root];
    this.#depth = query.depth ?? Number.POSITIVE_INFINITY;
  }

  /** Nodes below the root. More than the limit only where the root's own children are that many. */
  get nodes(): number {
    return this.#nodes;
  }

  /** Whether nothing was left out. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  add(row: RevisionRow): void {
    const { prefix, limit } = this.#query;
    const folders = row.path.slice(prefix.length).split('/');
    const name = folders.pop() ?? '';
    this.#enter(folders);
    for (const folder of this.#open) {
      folder.files += row.kind === 'file' ? 1 : 0;
      folder.size += row.sizeBytes;
    }
    const level = folders.length + 1;
    if (level > this.#depth) this.#isComplete = false;
    else this.#put(nodeOf(name, this.#base + [...folders, name].join('/'), row), level);
    while (this.#nodes > limit && this.#deepest > 1) this.#dropDeepestLevel();
  }

  /** Puts all children in byte order of their names; in that of paths, `a-b` comes before `a/`. */
  sort(): void {
    for (const { folders } of this.#levels) {
      for (const { children } of folders) children?.sort(byName);
    }
  }

  get #deepest(): number {
    return Math.min(this.#depth, this.#levels.length - 1);
  }

  /** Leaves the folders the last row lies in for those of the next one. */
  #enter(names: readonly string[]): void {
    let shared = 0;
    while (shared < names.length && this.#open[shared + 1]?.name === names[shared]) shared += 1;
    this.#open = this.#open.slice(0, shared + 1);
    for (let level = this.#open.length; level <= Math.min(names.length, this.#depth); level += 1) {
      const path = this.#base + names.slice(0, level).join('/');
      const folder = folderNode(names[level - 1] ?? '', path);
      // It holds something, for which its level may be the last one shown.
      if (level === this.#depth) folder.children = null;
      this.#put(folder, level);
      this.#open.push(folder);
    }
  }

  #put(node: NodeBody, level: number): void {
    this.#open[level - 1]?.children?.push(node);
    const ofLevel = this.#levels[level] ?? { folders: [], nodes: 0 };
    this.#levels[level] = ofLevel;
    ofLevel.nodes += 1;
    this.#nodes += 1;
    if (node.type === 'folder') ofLevel.folders.push(node);
  }

  #dropDeepestLevel(): void {
    this.#depth = this.#deepest - 1;
    for (const { nodes } of this.#levels.splice(this.#depth + 1)) this.#nodes -= nodes;
    for (const folder of this.#levels[this.#depth]?.folders ?? []) {
      if (folder.children && folder.children.length > 0) folder.children = null;
    }
    this.#open = this.#open.slice(0, this.#depth + 1);
    this.#isComplete = false;
  }
}

function nodeOf(name: string, path: string, row: RevisionRow): NodeBody {
  return row.kind === 'directory' ? folderNode(name, path) : leafNode(name, path, row);
}

function folderNode(name: string, path: string): FolderNodeBody {
  return { type: 'folder', name, path, files: 0, size: 0, children: [] };
}

/** A file or a link as on the wire. */
export function leafNode(
  name: string,
  path: string,
  row: RevisionRow,
): Exclude<NodeBody, FolderNodeBody> {
  const added_in = row.addedIn;
  if (row.kind === 'link') {
    return { type: 'link', name, path, target: row.linkTarget ?? '', added_in };
  }
  return {
    type: 'file',
    name,
    path,
    size: row.sizeBytes,
    sha256: row.sha256 ?? '',
    content_type: contentTypeOf(path),
    ...(row.executable ? { executable: true } : {}),
    added_in,
  };
}

/** By UTF-8 bytes, as the wire orders names. */
function byName(a: NodeBody, b: NodeBody): number {
  return compareUtf8(a.name, b.name);
}
