import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import type { DiffBody } from '../../../../api/contract/revisions.ts';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { ConfirmModal } from '../../../ui/confirm-modal.tsx';
import { notify } from '../../../ui/notify.ts';
import { useTellError } from '../../../ui/tell-error.ts';
import type { ContentFolder } from '../content-folder.ts';
import { diffQuery } from '../queries.ts';
import { CHANGES } from './diff-rows.ts';

export interface RollBackModalProps {
  readonly folder: ContentFolder;
  /** The revision to go back to; undefined while nobody asked. */
  readonly to: number | undefined;
  readonly onClose: () => void;
  readonly onPublished: () => void;
}

/** Says what going back to a revision will do, and does it. */
export function RollBackModal(props: RollBackModalProps) {
  return (
    <Show when={props.to} keyed>
      {(to) => <RollBack {...props} to={to} />}
    </Show>
  );
}

function RollBack(props: RollBackModalProps & { readonly to: number }) {
  const text = useText();
  const format = useFormat();
  const restore = createRestore(
    () => props.folder,
    () => props.onPublished(),
  );
  // What was current when it was asked for: what is published meanwhile is a conflict, not undone.
  const base = props.folder.revision;
  const { folder, to } = props;
  const diff = useInfiniteQuery(() => diffQuery(folder, { from: base, to }));
  const told = () => {
    const counts = diff.isSuccess ? countsOf(diff.data.pages[0]) : undefined;
    if (!counts) return text().folder.rollBackCounting;
    const [added, changed, removed] = CHANGES.map((change) => format().count(counts[change]));
    const changes = text().folder.changes(`${added}`, `${changed}`, `${removed}`);
    return text().folder.rollBackHint(
      format().count(to),
      format().count(base + 1),
      counts.isCut ? text().folder.atLeast(changes) : changes,
    );
  };
  return (
    <ConfirmModal
      open
      onClose={props.onClose}
      title={text().folder.rollBackTitle(format().count(to))}
      description={told()}
      action={text().folder.rollBack}
      busy={restore.isPending}
      error={restore.error ?? diff.error}
      onConfirm={() => restore.mutate({ to, base }, { onSuccess: props.onClose })}
    />
  );
}

/** Publishes what a revision held, and offers to take that back. */
function createRestore(folder: () => ContentFolder, onPublished: () => void) {
  const text = useText();
  const format = useFormat();
  const tellError = useTellError();
  const queries = useQueryClient();
  return useMutation(() => ({
    mutationFn: ({ to, base }: { readonly to: number; readonly base: number }) =>
      folder().restore(to, base),
    onSuccess: (receipt, { to, base }) => {
      const held = folder();
      const undo = async () => {
        try {
          await held.restore(base, receipt.revision);
          notify({ title: text().folder.rollBackUndone });
        } catch (error) {
          tellError(error);
        }
        onPublished();
      };
      notify({
        title: text().folder.rolledBack(format().count(to)),
        action: { label: text().common.undo, onSelect: () => void undo() },
      });
    },
    onSettled: () => {
      onPublished();
      return queries.invalidateQueries({ queryKey: [...folder().key, 'revisions'] });
    },
  }));
}

function countsOf(page: DiffBody | undefined) {
  if (!page) return undefined;
  const { added, changed, removed, next_cursor } = page;
  return {
    added: added.length,
    changed: changed.length,
    removed: removed.length,
    isCut: next_cursor !== null,
  };
}
