import { useQuery, useQueryClient } from '@tanstack/solid-query';
import FolderUp from 'lucide-solid/icons/folder-up';
import { Show } from 'solid-js';
import { unwrap } from 'solid-js/store';
import { useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { FolderProps } from '../folder-props.ts';
import { treePageQuery } from '../queries.ts';
import { createTree } from './create-tree.ts';
import { FileBrowser } from './file-browser.tsx';

/** The files of the current revision, or of the one that was asked for. */
export function FilesTab(props: FolderProps) {
  const text = useText();
  const revision = () => props.params.revision() ?? props.folder.revision;
  return (
    <Show
      when={revision() > 0}
      fallback={
        <EmptyState
          icon={<FolderUp size={40} />}
          title={text().folder.nothing}
          hint={text().folder.nothingHint}
        />
      }
    >
      <div class="flex flex-col gap-3">
        <Show when={revision() !== props.folder.revision}>
          <div class="flex flex-wrap items-center gap-3 rounded-lg bg-warn-ground px-4 py-2 text-sm">
            <span class="grow">{text().folder.olderRevision(revision())}</span>
            <Button onClick={() => props.params.view(undefined)}>{text().folder.toCurrent}</Button>
          </div>
        </Show>
        <Show when={revision()} keyed>
          {(shown) => <RevisionFiles {...props} revision={shown} />}
        </Show>
      </div>
    </Show>
  );
}

function RevisionFiles(props: FolderProps & { readonly revision: number }) {
  const queries = useQueryClient();
  const page = (path: string, cursor?: string) =>
    treePageQuery(props.folder, { path, cursor, revision: props.revision });
  const first = useQuery(() => page(''));
  const loaded = () => (first.isSuccess ? first.data : undefined);
  return (
    <>
      <ErrorNote error={first.error} onRetry={() => void first.refetch()} />
      <Show
        when={loaded()}
        keyed
        fallback={
          <Show when={first.isPending}>
            <Skeleton lines={8} />
          </Show>
        }
      >
        {(tree) => {
          const root = unwrap(tree);
          const files = createTree(root, (path, cursor) => queries.fetchQuery(page(path, cursor)));
          return <FileBrowser {...props} root={root.root} tree={files} />;
        }}
      </Show>
    </>
  );
}
