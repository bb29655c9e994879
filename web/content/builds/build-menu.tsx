import Shuffle from 'lucide-solid/icons/shuffle';
import Trash from 'lucide-solid/icons/trash';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { useText } from '../../i18n/language.tsx';
import { RowMenu } from '../../ui/row-menu.tsx';
import type { AskedOfBuild } from '../build/build-modals.tsx';
import { targetTitle } from '../target-title.ts';

export interface BuildMenuProps {
  readonly build: BuildBody;
  readonly onAsk: (asked: AskedOfBuild) => void;
}

/** What can be done with a build from the list. */
export function BuildMenu(props: BuildMenuProps) {
  const text = useText();
  const ask = (act: AskedOfBuild['act']) => () => props.onAsk({ act, build: props.build });
  return (
    <RowMenu
      label={text().book.actionsOf(targetTitle({ type: 'build', ...props.build }, text()))}
      items={[
        {
          label: text().builds.promoteMenu,
          icon: <Shuffle size={16} aria-hidden="true" />,
          onSelect: ask('promote'),
        },
        {
          label: text().common.delete,
          icon: <Trash size={16} aria-hidden="true" />,
          danger: true,
          onSelect: ask('delete'),
        },
      ]}
    />
  );
}
