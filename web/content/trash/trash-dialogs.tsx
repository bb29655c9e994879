import { useFormat, useText } from '../../i18n/language.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import type { RowActs } from './create-row-acts.ts';
import { RestoreAsModal } from './restore-as-modal.tsx';
import { trashTitle } from './trash-item.ts';

/** What is asked before a row is restored under another name, or destroyed. */
export function TrashDialogs(props: { readonly acts: RowActs }) {
  const text = useText();
  const format = useFormat();
  const title = () => {
    const item = props.acts.purging();
    return item ? trashTitle(item) : '';
  };
  const lost = () => {
    const { files = 0, size = 0 } = props.acts.purging() ?? {};
    const told = text().common.files(files, format().count(files));
    return text().trash.purgeHint(told, format().bytes(size));
  };
  return (
    <>
      <RestoreAsModal
        item={props.acts.renaming()}
        onClose={props.acts.stopRenaming}
        onRestore={props.acts.restore}
        busy={props.acts.restoring.isPending}
        error={props.acts.restoring.error}
      />
      <ConfirmModal
        open={props.acts.purging() !== undefined}
        onClose={props.acts.stopPurging}
        title={text().trash.purgeTitle(title())}
        description={lost()}
        action={text().trash.purge}
        typed={title()}
        busy={props.acts.destroying.isPending}
        error={props.acts.destroying.error}
        onConfirm={() => {
          const item = props.acts.purging();
          if (item) props.acts.destroying.mutate(item);
        }}
      />
    </>
  );
}
