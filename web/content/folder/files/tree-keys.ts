import type { TreeRow } from './tree-rows.ts';

const PAGE_ROWS = 10;

/** What a key does to a tree, after the WAI-ARIA tree pattern. */
export type TreeMove =
  | { readonly type: 'go'; readonly to: number }
  | { readonly type: 'open' | 'close' | 'activate' }
  | { readonly type: 'check'; readonly asRange: boolean };

/** @param at the line that is active */
export function treeMove(
  event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>,
  rows: readonly TreeRow[],
  at: number,
): TreeMove | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + PAGE_ROWS,
    PageUp: at - PAGE_ROWS,
    Home: 0,
    End: rows.length - 1,
  };
  const step = steps[event.key];
  if (step !== undefined) {
    return { type: 'go', to: Math.max(0, Math.min(rows.length - 1, step)) };
  }
  switch (event.key) {
    case 'ArrowRight':
      return rightOf(rows, at);
    case 'ArrowLeft':
      return leftOf(rows, at);
    case 'Enter':
      return { type: 'activate' };
    case ' ':
      return { type: 'check', asRange: event.shiftKey };
    default:
      return event.key.length === 1 ? nextBy(event.key, rows, at) : undefined;
  }
}

function rightOf(rows: readonly TreeRow[], at: number): TreeMove | undefined {
  const row = rows[at];
  if (row?.kind !== 'node' || row.isOpen === undefined) return undefined;
  return row.isOpen ? { type: 'go', to: Math.min(rows.length - 1, at + 1) } : { type: 'open' };
}

function leftOf(rows: readonly TreeRow[], at: number): TreeMove | undefined {
  const row = rows[at];
  if (row?.kind === 'node' && row.isOpen) return { type: 'close' };
  const parent = rows.slice(0, at).findLastIndex(({ level }) => level < (row?.level ?? 0));
  return parent < 0 ? undefined : { type: 'go', to: parent };
}

/** The next line whose name begins with a letter, from the top again after the last. */
function nextBy(letter: string, rows: readonly TreeRow[], at: number): TreeMove | undefined {
  const wanted = letter.toLowerCase();
  const isIt = (row: TreeRow | undefined) =>
    row?.kind === 'node' && row.node.name.toLowerCase().startsWith(wanted);
  for (let step = 1; step <= rows.length; step += 1) {
    const to = (at + step) % rows.length;
    if (isIt(rows[to])) return { type: 'go', to };
  }
  return undefined;
}
