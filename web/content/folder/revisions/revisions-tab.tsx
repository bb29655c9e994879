import { useInfiniteQuery } from '@tanstack/solid-query';
import FolderUp from 'lucide-solid/icons/folder-up';
import { createSignal, For, Show } from 'solid-js';
import type { RevisionBody } from '../../../../api/contract/revisions.ts';
import { useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { FolderProps } from '../folder-props.ts';
import { revisionsQuery } from '../queries.ts';
import { DiffModal } from './diff-modal.tsx';
import { RevisionItem } from './revision-item.tsx';
import { RollBackModal } from './roll-back-modal.tsx';

export interface RevisionsTabProps extends FolderProps {
  /** Called when another revision became the current one. */
  readonly onPublished: () => void;
}

/** Every revision that is kept: what it changed, how it differs from another, and the way back to it. */
export function RevisionsTab(props: RevisionsTabProps) {
  const text = useText();
  const [chosen, setChosen] = createSignal<readonly number[]>([]);
  const [rollBackTo, setRollBackTo] = createSignal<number>();
  const revisions = useInfiniteQuery(() => revisionsQuery(props.folder));
  const items = () =>
    revisions.isSuccess ? revisions.data.pages.flatMap((page) => page.items) : [];
  const choose = (revision: number) =>
    setChosen((before) =>
      before.includes(revision)
        ? before.filter((one) => one !== revision)
        : [...before, revision].slice(-2),
    );
  const compare = () => {
    const [from, to] = chosen().toSorted((a, b) => a - b);
    if (from !== undefined && to !== undefined) props.params.compare({ from, to });
  };
  return (
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap items-center gap-3">
        <p class="grow text-sm text-soft">{text().folder.revisionsHint}</p>
        <Button
          disabledReason={chosen().length === 2 ? undefined : text().folder.chooseTwo}
          onClick={compare}
        >
          {text().folder.compare}
        </Button>
      </div>
      <ErrorNote error={revisions.error} onRetry={() => void revisions.refetch()} />
      <Show when={revisions.isPending}>
        <Skeleton lines={8} />
      </Show>
      <Show when={revisions.isSuccess && items().length === 0}>
        <EmptyState
          icon={<FolderUp size={40} />}
          title={text().folder.nothing}
          hint={text().folder.nothingHint}
        />
      </Show>
      <ol class="flex flex-col gap-2" aria-label={text().folder.revisions}>
        <For each={items()}>
          {(revision, index) => (
            <RevisionItem
              revision={revision}
              hasPrevious={isAfter(items()[index() + 1], revision)}
              folder={props.folder}
              params={props.params}
              isChosen={chosen().includes(revision.revision)}
              onChoose={() => choose(revision.revision)}
              onRollBack={() => setRollBackTo(revision.revision)}
            />
          )}
        </For>
      </ol>
      <Show when={revisions.hasNextPage}>
        <Button busy={revisions.isFetchingNextPage} onClick={() => void revisions.fetchNextPage()}>
          {text().folder.showMore}
        </Button>
      </Show>
      <DiffModal folder={props.folder} params={props.params} />
      <RollBackModal
        folder={props.folder}
        to={rollBackTo()}
        onClose={() => setRollBackTo(undefined)}
        onPublished={props.onPublished}
      />
    </div>
  );
}

/** Whether a revision is kept to compare another with. Beyond the page that is loaded there may be one. */
function isAfter(previous: RevisionBody | undefined, { revision }: RevisionBody): boolean {
  return previous !== undefined && previous.revision === revision - 1;
}
