import ChevronRight from 'lucide-solid/icons/chevron-right';
import { Show } from 'solid-js';
import { useFormat, useText } from '../../../i18n/language.tsx';
import type { Checks } from './checks.ts';
import { NodeIcon } from './node-icon.tsx';
import type { NodeRow, RestRow, TreeRow } from './tree-rows.ts';

const INDENT_PX = 18;

export interface TreeLineProps {
  readonly id: string;
  readonly row: TreeRow;
  /** Pixels from the top of the tree. */
  readonly top: number;
  readonly isActive: boolean;
  readonly isFlat: boolean;
  readonly shown: string | undefined;
  readonly checks: Checks;
  readonly onActivate: () => void;
  readonly onCheck: (asRange: boolean) => void;
}

/** A line of a tree: a file, a folder, or the rest of one that is not loaded. */
export function TreeLine(props: TreeLineProps) {
  const node = () => (props.row.kind === 'node' ? props.row : undefined);
  const rest = () => (props.row.kind === 'rest' ? props.row : undefined);
  const nameId = () => `${props.id}-name`;
  const checked = () => {
    const row = node();
    return row === undefined ? undefined : props.checks.of(row.node.path) !== 'none';
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree takes the keys of all its lines
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays on the tree
    <div
      id={props.id}
      role="treeitem"
      aria-labelledby={node() && nameId()}
      aria-level={props.row.level}
      aria-posinset={node()?.position}
      aria-setsize={node()?.siblings}
      aria-expanded={node()?.isOpen}
      aria-checked={checked()}
      aria-current={node() && node()?.node.path === props.shown ? 'true' : undefined}
      class="absolute inset-x-0 flex h-9 cursor-pointer items-center gap-2 rounded-md pe-3 select-none hover:bg-raised"
      classList={{
        'bg-accent-ground': node()?.node.path === props.shown,
        'group-focus-visible/tree:outline-2 -outline-offset-2 outline-accent': props.isActive,
      }}
      style={{
        transform: `translateY(${props.top}px)`,
        'padding-inline-start': `${(props.row.level - 1) * INDENT_PX + 6}px`,
      }}
      onClick={() => props.onActivate()}
    >
      <Show when={node()}>
        {(row) => (
          <NodeLine
            row={row()}
            nameId={nameId()}
            isFlat={props.isFlat}
            checks={props.checks}
            onCheck={props.onCheck}
          />
        )}
      </Show>
      <Show when={rest()}>{(row) => <RestLine row={row()} />}</Show>
    </div>
  );
}

interface NodeLineProps {
  readonly row: NodeRow;
  /** Of the element that tells what the line is. */
  readonly nameId: string;
  readonly isFlat: boolean;
  readonly checks: Checks;
  readonly onCheck: (asRange: boolean) => void;
}

function NodeLine(props: NodeLineProps) {
  const format = useFormat();
  const isOpen = () => props.row.isOpen === true;
  return (
    <>
      <CheckBox row={props.row} checks={props.checks} onCheck={props.onCheck} />
      <Show when={!props.isFlat}>
        <span class="grid size-4 shrink-0 place-items-center" aria-hidden="true">
          <Show when={props.row.isOpen !== undefined}>
            <ChevronRight
              size={16}
              class="transition-transform"
              classList={{ 'rotate-90': isOpen() }}
            />
          </Show>
        </span>
      </Show>
      <NodeIcon node={props.row.node} isOpen={isOpen()} />
      <span id={props.nameId} class="flex min-w-0 grow items-center gap-3">
        <span class="min-w-0 grow truncate">
          {props.row.node.name}
          <Show when={props.isFlat}>
            <span class="ms-2 text-xs text-soft">{folderOf(props.row.node.path)}</span>
          </Show>
        </span>
        <Show when={props.row.node.type !== 'link' && props.row.node}>
          {(node) => (
            <span class="shrink-0 text-xs text-soft tabular-nums">
              {format().bytes(node().size)}
            </span>
          )}
        </Show>
      </span>
    </>
  );
}

function CheckBox(props: Omit<NodeLineProps, 'isFlat' | 'nameId'>) {
  const text = useText();
  const path = () => props.row.node.path;
  const isCovered = () => props.checks.of(path()) === 'covered';
  return (
    <input
      type="checkbox"
      tabindex="-1"
      class="size-4 shrink-0 accent-accent"
      aria-label={text().folder.select(props.row.node.name)}
      title={isCovered() ? text().folder.coveredBySelection : undefined}
      checked={props.checks.of(path()) !== 'none'}
      disabled={isCovered()}
      onClick={(event) => {
        event.stopPropagation();
        props.onCheck(event.shiftKey);
      }}
    />
  );
}

function RestLine(props: { readonly row: RestRow }) {
  const text = useText();
  const told = () => {
    const { loadingRest, loadRest, restFailed } = text().folder;
    return { loading: loadingRest, waiting: loadRest, failed: restFailed }[props.row.state];
  };
  return <span class="ps-12 text-soft italic">{told()}</span>;
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
