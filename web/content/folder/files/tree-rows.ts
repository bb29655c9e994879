import type { FolderNodeBody, NodeBody } from '../../../../api/contract/storage.ts';

/** One line of a tree, as `aria-level`, `aria-posinset` and `aria-setsize` count. */
export interface NodeRow {
  readonly kind: 'node';
  readonly node: NodeBody;
  readonly level: number;
  readonly position: number;
  readonly siblings: number;
  /** Undefined of what cannot be opened. */
  readonly isOpen: boolean | undefined;
}

/** Stands for those children of a folder that have not been loaded. */
export interface RestRow {
  readonly kind: 'rest';
  readonly folder: string;
  readonly level: number;
  readonly state: RestState;
}

export type RestState = 'waiting' | 'loading' | 'failed';
export type TreeRow = NodeRow | RestRow;

/** What is known of the children of a folder. */
export interface KnownChildren {
  readonly nodes: readonly NodeBody[];
  /** Where the rest begins; null where these are all. */
  readonly rest: { readonly cursor: string | undefined; readonly state: RestState } | null;
}

export interface TreeShape {
  childrenOf(folder: FolderNodeBody): KnownChildren;
  isOpen(path: string): boolean;
}

/** The lines of a tree that are to be seen, in their order. */
export function treeRows(root: FolderNodeBody, shape: TreeShape): readonly TreeRow[] {
  const rows: TreeRow[] = [];
  addChildren(root, 1);
  return rows;

  function addChildren(folder: FolderNodeBody, level: number): void {
    const { nodes, rest } = shape.childrenOf(folder);
    const siblings = rest ? -1 : nodes.length; // −1 says that nobody knows (WAI-ARIA)
    for (const [index, node] of nodes.entries()) {
      const isOpen = node.type === 'folder' ? shape.isOpen(node.path) : undefined;
      rows.push({ kind: 'node', node, level, position: index + 1, siblings, isOpen });
      if (isOpen && node.type === 'folder') addChildren(node, level + 1);
    }
    if (rest) rows.push({ kind: 'rest', folder: folder.path, level, state: rest.state });
  }
}

/** All nodes below a folder whose tree is complete. */
export function* nodesBelow(folder: FolderNodeBody): Generator<NodeBody> {
  for (const node of folder.children ?? []) {
    yield node;
    if (node.type === 'folder') yield* nodesBelow(node);
  }
}
