import { useQuery } from '@tanstack/solid-query';
import SearchX from 'lucide-solid/icons/search-x';
import { createMemo, createSignal, Show } from 'solid-js';
import { unwrap } from 'solid-js/store';
import type { FolderNodeBody } from '../../../../api/contract/storage.ts';
import { useText } from '../../../i18n/language.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { SearchField } from '../../../ui/search-field.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { FolderProps } from '../folder-props.ts';
import { FilePane } from '../preview/file-pane.tsx';
import { manifestQuery } from '../queries.ts';
import { CheckedFiles } from './checked-files.tsx';
import { createChecks } from './checks.ts';
import type { FileTree } from './create-tree.ts';
import { manifestNodes, searchRows } from './search-files.ts';
import { nodesBelow } from './tree-rows.ts';
import { TreeView } from './tree-view.tsx';

export interface FileBrowserProps extends FolderProps {
  readonly revision: number;
  readonly root: FolderNodeBody;
  readonly tree: FileTree;
}

/** A tree to look through, search and check files in, beside the file that is shown. */
export function FileBrowser(props: FileBrowserProps) {
  const text = useText();
  const [query, setQuery] = createSignal('');
  const isSearching = () => query().trim() !== '';
  // What the tree holds is searched where it is all there is.
  const manifest = useQuery(() => ({
    ...manifestQuery(props.folder, props.revision),
    enabled: isSearching() && !props.tree.isComplete(),
  }));
  const found = createMemo(() => {
    if (!isSearching()) return undefined;
    if (props.tree.isComplete()) return searchRows(nodesBelow(props.root), query());
    return manifest.isSuccess
      ? searchRows(manifestNodes(unwrap(manifest.data)), query())
      : undefined;
  });
  const rows = () => (isSearching() ? (found() ?? []) : props.tree.rows());
  const checks = createChecks(rows);
  return (
    <>
      <div class="flex min-h-10 flex-wrap items-center gap-2">
        <SearchField label={text().folder.searchFiles} value={query()} onSearch={setQuery} />
        <CheckedFiles folder={props.folder} revision={props.revision} checks={checks} />
      </div>
      <ErrorNote
        error={isSearching() ? manifest.error : undefined}
        onRetry={() => void manifest.refetch()}
      />
      <div class="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(20rem,27rem)]">
        <Show
          when={!isSearching() || found()}
          fallback={<Show when={!manifest.error}>{<Skeleton lines={8} />}</Show>}
        >
          <Show
            when={rows().length > 0}
            fallback={
              <EmptyState
                icon={<SearchX size={40} />}
                title={isSearching() ? text().folder.noMatch : text().folder.empty}
                hint={isSearching() ? text().folder.noMatchHint : text().folder.emptyHint}
              />
            }
          >
            <TreeView
              label={text().folder.files}
              rows={rows()}
              checks={checks}
              shown={props.params.file()}
              isFlat={isSearching()}
              onShow={(node) => props.params.showFile(node.path)}
              onOpen={(folder) => props.tree.open(folder)}
              onClose={(folder) => props.tree.close(folder.path)}
              onLoadRest={(folder) => props.tree.loadRest(folder)}
            />
          </Show>
        </Show>
        <FilePane folder={props.folder} revision={props.revision} params={props.params} />
      </div>
    </>
  );
}
