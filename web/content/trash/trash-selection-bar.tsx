import Flame from 'lucide-solid/icons/flame';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import { createSignal } from 'solid-js';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { notify } from '../../ui/notify.ts';
import type { Selection } from '../../ui/table/selection.ts';
import type { Batch } from './create-batch.ts';
import type { TrashActs } from './create-trash-acts.ts';

export interface TrashSelectionBarProps {
  readonly items: readonly TrashItemBody[];
  readonly selection: Selection;
  readonly acts: TrashActs;
  readonly batch: Batch<TrashItemBody>;
}

/** What can be done with all rows that are selected. */
export function TrashSelectionBar(props: TrashSelectionBarProps) {
  const text = useText();
  const format = useFormat();
  const [isAsking, setAsking] = createSignal(false);
  const able = () => props.items.filter(({ state }) => state !== 'purging');
  const unable = (reason: string) => (able().length === 0 ? reason : undefined);
  const size = () => able().reduce((sum, item) => sum + item.size, 0);

  async function act(
    one: (item: TrashItemBody) => Promise<unknown>,
    told: (count: number, told: string) => string,
  ): Promise<void> {
    const count = await props.batch.run(able(), one);
    setAsking(false);
    if (count > 0) notify({ title: told(count, format().count(count)) });
    props.selection.clear();
    await props.acts.refresh();
  }

  return (
    <div class="flex min-h-9 flex-wrap items-center gap-2">
      <span class="me-2 text-sm font-medium" aria-live="polite">
        {props.batch.isRunning()
          ? text().trash.progress(
              format().count(props.batch.done()),
              format().count(props.batch.total()),
            )
          : text().common.selected(format().count(props.items.length))}
      </span>
      <Button
        icon={<RotateCcw size={16} aria-hidden="true" />}
        busy={props.batch.isRunning()}
        disabledReason={unable(text().trash.nothingToRestore)}
        onClick={() => void act((item) => props.acts.restore(item), text().trash.restoredSome)}
      >
        {text().trash.restore}
      </Button>
      <Button
        class="text-danger"
        icon={<Flame size={16} aria-hidden="true" />}
        busy={props.batch.isRunning()}
        disabledReason={unable(text().trash.nothingToPurge)}
        onClick={() => setAsking(true)}
      >
        {text().trash.purge}
      </Button>
      <Button look="quiet" onClick={() => props.selection.clear()}>
        {text().trash.clearSelection}
      </Button>
      <ConfirmModal
        open={isAsking()}
        onClose={() => setAsking(false)}
        title={text().trash.someTitle(able().length, format().count(able().length))}
        description={text().trash.someHint(format().bytes(size()))}
        action={text().trash.purge}
        typed={text().trash.typedWord}
        busy={props.batch.isRunning()}
        onConfirm={() => void act(props.acts.purge, text().trash.purgedSome)}
      />
    </div>
  );
}
