import { createMemo, createSignal } from 'solid-js';
import type { FolderNodeBody, TreeBody } from '../../../../api/contract/storage.ts';
import { type KnownChildren, type TreeRow, treeRows } from './tree-rows.ts';

/** The tree of a folder: what of it is open, and what of it has been loaded. */
export interface FileTree {
  rows(): readonly TreeRow[];
  isComplete(): boolean;
  open(folder: FolderNodeBody): void;
  close(folder: string): void;
  /** Loads more of a folder's children. */
  loadRest(folder: string): void;
}

const NOTHING_YET: KnownChildren = { nodes: [], rest: { cursor: undefined, state: 'waiting' } };

/** @param loadPage of the children of a folder that the first answer left out */
export function createTree(
  first: TreeBody,
  loadPage: (path: string, cursor: string | undefined) => Promise<TreeBody>,
): FileTree {
  const [opened, setOpened] = createSignal<ReadonlySet<string>>(new Set());
  const [known, setKnown] = createSignal<ReadonlyMap<string, KnownChildren>>(
    new Map([['', knownIn(first)]]),
  );
  const learn = (path: string, children: KnownChildren) =>
    setKnown((before) => new Map(before).set(path, children));

  function childrenOf(folder: FolderNodeBody): KnownChildren {
    const loaded = known().get(folder.path);
    if (loaded) return loaded;
    if (folder.children) return { nodes: folder.children, rest: null };
    return NOTHING_YET;
  }

  async function loadRest(path: string): Promise<void> {
    const { nodes, rest } = known().get(path) ?? NOTHING_YET;
    if (!rest || rest.state === 'loading') return;
    learn(path, { nodes, rest: { cursor: rest.cursor, state: 'loading' } });
    try {
      const page = knownIn(await loadPage(path, rest.cursor));
      learn(path, { nodes: [...nodes, ...page.nodes], rest: page.rest });
    } catch {
      learn(path, { nodes, rest: { cursor: rest.cursor, state: 'failed' } });
    }
  }

  const rows = createMemo(() =>
    treeRows(first.root, { childrenOf, isOpen: (path) => opened().has(path) }),
  );
  return {
    rows,
    isComplete: () => first.complete && first.next_cursor === null,
    open(folder) {
      setOpened((before) => new Set(before).add(folder.path));
      const { nodes, rest } = childrenOf(folder);
      if (nodes.length === 0 && rest?.state === 'waiting') void loadRest(folder.path);
    },
    close: (path) =>
      setOpened((before) => {
        const after = new Set(before);
        after.delete(path);
        return after;
      }),
    loadRest: (path) => void loadRest(path),
  };
}

function knownIn({ root, next_cursor }: TreeBody): KnownChildren {
  return {
    nodes: root.children ?? [],
    rest: next_cursor === null ? null : { cursor: next_cursor, state: 'waiting' },
  };
}
