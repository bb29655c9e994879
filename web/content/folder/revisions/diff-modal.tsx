import { useInfiniteQuery } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import { unwrap } from 'solid-js/store';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { WantedDiff } from '../content-folder.ts';
import type { FolderProps } from '../folder-props.ts';
import { diffQuery } from '../queries.ts';
import { DiffList } from './diff-list.tsx';
import { diffRows } from './diff-rows.ts';

/** What differs between the two revisions the URL names. */
export function DiffModal(props: FolderProps) {
  const text = useText();
  const format = useFormat();
  const title = () => {
    const { from, to } = props.params.compared() ?? { from: 0, to: 0 };
    return text().folder.diffTitle(format().count(from), format().count(to));
  };
  return (
    <Modal
      open={props.params.compared() !== undefined}
      onClose={() => props.params.compare(undefined)}
      title={title()}
      wide
    >
      <Show when={props.params.compared()}>
        {(pair) => <Diff folder={props.folder} pair={pair()} />}
      </Show>
    </Modal>
  );
}

function Diff(props: Pick<FolderProps, 'folder'> & { readonly pair: WantedDiff }) {
  const text = useText();
  const diff = useInfiniteQuery(() => diffQuery(props.folder, props.pair));
  const rows = () => (diff.isSuccess ? diffRows(unwrap(diff.data.pages)) : undefined);
  return (
    <div class="flex flex-col gap-3">
      <ErrorNote error={diff.error} onRetry={() => void diff.refetch()} />
      <Show when={diff.isPending}>
        <Skeleton lines={8} />
      </Show>
      <Show when={rows()}>
        {(found) => (
          <Show
            when={found().length > 0}
            fallback={<p class="py-6 text-center text-soft">{text().folder.noDifference}</p>}
          >
            <DiffList rows={found()} isCut={diff.hasNextPage} />
          </Show>
        )}
      </Show>
      <Show when={diff.hasNextPage}>
        <Button busy={diff.isFetchingNextPage} onClick={() => void diff.fetchNextPage()}>
          {text().folder.showMore}
        </Button>
      </Show>
    </div>
  );
}
