import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { useFormat, useText } from '../../i18n/language.tsx';
import { Badge } from '../../ui/badge.tsx';

const DAY_MS = 86_400_000;

/** How long it can still be restored. */
export function TimeLeft(props: { readonly item: TrashItemBody }) {
  const text = useText();
  const format = useFormat();
  const days = () => Math.ceil((Date.parse(props.item.purge_after ?? '') - Date.now()) / DAY_MS);
  const told = () => {
    const { trash } = text();
    if (props.item.state === 'purging') return trash.purging;
    if (props.item.purge_after === null) return trash.moving;
    if (days() < 1) return trash.due;
    return days() === 1 ? trash.lastDay : trash.daysLeft(days(), format().count(days()));
  };
  const tone = () => {
    if (props.item.state === 'purging') return 'danger';
    return days() <= 1 ? 'warn' : 'neutral';
  };
  return (
    <span title={props.item.purge_after ? format().time(props.item.purge_after) : undefined}>
      <Badge tone={tone()}>{told()}</Badge>
    </span>
  );
}
