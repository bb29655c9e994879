import Flame from 'lucide-solid/icons/flame';
import RotateCcw from 'lucide-solid/icons/rotate-ccw';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { useText } from '../../i18n/language.tsx';
import { Button } from '../../ui/button.tsx';
import type { RowActs } from './create-row-acts.ts';
import { trashTitle } from './trash-item.ts';

export interface TrashActionsProps {
  readonly item: TrashItemBody;
  readonly acts: RowActs;
}

/** What can be done with one row of the trash. */
export function TrashActions(props: TrashActionsProps) {
  const text = useText();
  const whilePurging = (reason: string) => (props.item.state === 'purging' ? reason : undefined);
  return (
    <div class="flex justify-end gap-1">
      <Button
        icon={<RotateCcw size={16} aria-hidden="true" />}
        aria-label={text().trash.restoreOne(trashTitle(props.item))}
        title={text().trash.restore}
        busy={props.acts.isRestoring(props.item)}
        disabledReason={whilePurging(text().trash.cannotRestore)}
        onClick={() => props.acts.restore(props.item)}
      >
        <span class="max-md:hidden">{text().trash.restore}</span>
      </Button>
      <Button
        look="quiet"
        class="text-danger"
        icon={<Flame size={16} aria-hidden="true" />}
        aria-label={text().trash.purgeOne(trashTitle(props.item))}
        title={text().trash.purge}
        disabledReason={whilePurging(text().trash.alreadyPurging)}
        onClick={() => props.acts.askToPurge(props.item)}
      >
        <span class="max-md:hidden">{text().trash.purge}</span>
      </Button>
    </div>
  );
}
