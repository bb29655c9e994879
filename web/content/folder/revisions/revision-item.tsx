import Eye from 'lucide-solid/icons/eye';
import FileDiff from 'lucide-solid/icons/file-diff';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { Show } from 'solid-js';
import type { RevisionBody } from '../../../../api/contract/revisions.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { Badge } from '../../../ui/badge.tsx';
import { Button } from '../../../ui/button.tsx';
import type { FolderProps } from '../folder-props.ts';
import { ChangeCounts } from './change-counts.tsx';
import { Publisher } from './publisher.tsx';

export interface RevisionItemProps extends FolderProps {
  readonly revision: RevisionBody;
  /** The one before is kept, so that it can be told what changed. */
  readonly hasPrevious: boolean;
  /** To be compared. */
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly onRollBack: () => void;
}

export function RevisionItem(props: RevisionItemProps) {
  const text = useText();
  const format = useFormat();
  const words = () => text().folder;
  const name = () => words().revision(format().count(props.revision.revision));
  const isCurrent = () => props.revision.revision === props.folder.revision;
  return (
    <li class="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-xl border border-line bg-surface px-4 py-3">
      <input
        type="checkbox"
        class="size-4 accent-accent"
        aria-label={words().chooseRevision(name())}
        checked={props.isChosen}
        onChange={() => props.onChoose()}
      />
      <div class="min-w-0 grow basis-72">
        <div class="flex flex-wrap items-center gap-2">
          <span class="font-medium">{name()}</span>
          <Show when={isCurrent()}>
            <Badge tone="good">{words().current}</Badge>
          </Show>
          <Show when={props.revision.restored_from}>
            {(from) => <Badge>{words().restoredFrom(format().count(from()))}</Badge>}
          </Show>
        </div>
        <p class="mt-0.5 text-sm text-soft">
          <time
            dateTime={props.revision.published_at}
            title={format().time(props.revision.published_at)}
          >
            {format().ago(props.revision.published_at)}
          </time>
          <Publisher revision={props.revision} />
        </p>
      </div>
      <div class="text-sm tabular-nums">
        <ChangeCounts {...props.revision} />
        <p class="text-soft">
          {text().common.files(props.revision.files, format().count(props.revision.files))},{' '}
          {format().bytes(props.revision.size)}
        </p>
      </div>
      <RevisionActions {...props} name={name()} isCurrent={isCurrent()} />
    </li>
  );
}

function RevisionActions(
  props: RevisionItemProps & { readonly name: string; readonly isCurrent: boolean },
) {
  const text = useText();
  const words = () => text().folder;
  const number = () => props.revision.revision;
  const noDiff = () => {
    if (props.hasPrevious) return undefined;
    return number() === 1 ? words().firstRevision : words().previousGone;
  };
  return (
    <div class="flex flex-wrap gap-1">
      <Button
        look="quiet"
        icon={<FileDiff size={16} aria-hidden="true" />}
        aria-label={words().whatChangedIn(props.name)}
        disabledReason={noDiff()}
        onClick={() => props.params.compare({ from: number() - 1, to: number() })}
      >
        {words().whatChanged}
      </Button>
      <Button
        look="quiet"
        icon={<Eye size={16} aria-hidden="true" />}
        aria-label={words().viewFilesOf(props.name)}
        onClick={() => props.params.view(props.isCurrent ? undefined : number())}
      >
        {words().viewFiles}
      </Button>
      <Button
        look="quiet"
        icon={<RotateCcw size={16} aria-hidden="true" />}
        aria-label={words().rollBackTo(props.name)}
        disabledReason={props.isCurrent ? words().isCurrent : undefined}
        onClick={() => props.onRollBack()}
      >
        {words().rollBack}
      </Button>
    </div>
  );
}
