import { createVirtualizer } from '@tanstack/solid-virtual';
import { createSignal, createUniqueId, For, Show } from 'solid-js';
import type { FolderNodeBody, NodeBody } from '../../../../api/contract/storage.ts';
import type { Checks } from './checks.ts';
import { treeMove } from './tree-keys.ts';
import { TreeLine } from './tree-line.tsx';
import type { TreeRow } from './tree-rows.ts';

const ROW_PX = 36;
const OVERSCAN = 10;

export interface TreeViewProps {
  readonly label: string;
  readonly rows: readonly TreeRow[];
  readonly checks: Checks;
  /** The path of the file that is shown beside the tree. */
  readonly shown: string | undefined;
  /** Each line tells where it stands, since the tree is a list of what was found. */
  readonly isFlat: boolean;
  readonly onShow: (node: NodeBody) => void;
  readonly onOpen: (folder: FolderNodeBody) => void;
  readonly onClose: (folder: FolderNodeBody) => void;
  readonly onLoadRest: (folder: string) => void;
}

/**
 * A tree of which only the lines in view are in the page, so that it holds 100,000. The focus stays
 * on the tree itself, which says by `aria-activedescendant` what is active.
 */
export function TreeView(props: TreeViewProps) {
  const id = createUniqueId();
  const [at, setAt] = createSignal(0);
  const active = () => Math.min(at(), props.rows.length - 1);
  let scroller: HTMLDivElement | undefined;
  const lines = createVirtualizer({
    get count() {
      return props.rows.length;
    },
    getScrollElement: () => scroller ?? null,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });

  function go(to: number): void {
    setAt(to);
    lines.scrollToIndex(to);
  }

  function activate(row: TreeRow | undefined): void {
    if (!row) return;
    if (row.kind === 'rest') props.onLoadRest(row.folder);
    else if (row.node.type !== 'folder') props.onShow(row.node);
    else if (row.isOpen) props.onClose(row.node);
    else props.onOpen(row.node);
  }

  function check(row: TreeRow | undefined, asRange: boolean): void {
    if (row?.kind === 'node') props.checks.toggle(row.node, asRange);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const move = treeMove(event, props.rows, active());
    if (!move) return;
    event.preventDefault();
    const row = props.rows[active()];
    if (move.type === 'go') go(move.to);
    else if (move.type === 'check') check(row, move.asRange);
    else activate(row);
  }

  return (
    // biome-ignore lint/a11y/useAriaActivedescendantWithTabindex: it has one, as Solid spells it
    <div
      ref={scroller}
      role="tree"
      tabindex="0"
      aria-label={props.label}
      aria-multiselectable="true"
      aria-activedescendant={props.rows.length > 0 ? `${id}-${active()}` : undefined}
      class="group/tree max-h-[min(38rem,70dvh)] overflow-y-auto overscroll-contain rounded-xl border border-line bg-surface p-1.5 text-sm -outline-offset-2"
      onKeyDown={onKeyDown}
    >
      <div role="none" class="relative" style={{ height: `${lines.getTotalSize()}px` }}>
        <For each={lines.getVirtualItems()}>
          {(line) => (
            <Show when={props.rows[line.index]}>
              {(row) => (
                <TreeLine
                  id={`${id}-${line.index}`}
                  row={row()}
                  top={line.start}
                  isActive={line.index === active()}
                  isFlat={props.isFlat}
                  shown={props.shown}
                  checks={props.checks}
                  onActivate={() => {
                    setAt(line.index);
                    activate(row());
                  }}
                  onCheck={(asRange) => {
                    setAt(line.index);
                    check(row(), asRange);
                  }}
                />
              )}
            </Show>
          )}
        </For>
      </div>
    </div>
  );
}
