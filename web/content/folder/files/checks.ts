import { createSignal } from 'solid-js';
import type { NodeBody } from '../../../../api/contract/storage.ts';
import type { TreeRow } from './tree-rows.ts';

/** `covered` is what stands in a folder that is checked. */
export type CheckState = 'none' | 'checked' | 'covered';

/** The files and folders somebody has checked; a folder stands for all that is in it. */
export interface Checks {
  nodes(): readonly NodeBody[];
  files(): number;
  size(): number;
  of(path: string): CheckState;
  /** Checks or unchecks; with `asRange` all shown from the one touched last on. */
  toggle(node: NodeBody, asRange: boolean): void;
  clear(): void;
}

export function createChecks(rows: () => readonly TreeRow[]): Checks {
  const [checked, setChecked] = createSignal<ReadonlyMap<string, NodeBody>>(new Map());
  let touched: string | undefined;

  function of(path: string): CheckState {
    if (checked().has(path)) return 'checked';
    return checked().size > 0 && isCovered(path, checked()) ? 'covered' : 'none';
  }

  function rangeTo(node: NodeBody): readonly NodeBody[] {
    const shown = rows().flatMap((row) => (row.kind === 'node' ? [row.node] : []));
    const from = shown.findIndex(({ path }) => path === touched);
    const to = shown.findIndex(({ path }) => path === node.path);
    return from < 0 ? [node] : shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  }

  return {
    nodes: () => [...checked().values()],
    files: () => sum(checked(), (node) => (node.type === 'folder' ? node.files : 1)),
    size: () => sum(checked(), (node) => (node.type === 'link' ? 0 : node.size)),
    of,
    toggle(node, asRange) {
      if (of(node.path) === 'covered') return;
      const isAdded = !checked().has(node.path);
      const range = asRange ? rangeTo(node) : [node];
      touched = node.path;
      const after = new Map(checked());
      for (const one of range) {
        if (isAdded) after.set(one.path, one);
        else after.delete(one.path);
      }
      for (const path of after.keys()) if (isCovered(path, after)) after.delete(path);
      setChecked(after);
    },
    clear: () => setChecked(new Map()),
  };
}

function isCovered(path: string, checked: ReadonlyMap<string, NodeBody>): boolean {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    if (checked.has(path.slice(0, at))) return true;
  }
  return false;
}

function sum(checked: ReadonlyMap<string, NodeBody>, of: (node: NodeBody) => number): number {
  return [...checked.values()].reduce((total, node) => total + of(node), 0);
}
