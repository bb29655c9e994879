import { useNavigate } from '@solidjs/router';
import { useMutation } from '@tanstack/solid-query';
import { createSignal } from 'solid-js';
import { ApiError } from '../../../api/client/api-error.ts';
import type { TargetBody } from '../../../api/contract/target.ts';
import type { NewPlace, TrashItemBody } from '../../../api/contract/trash.ts';
import { useText } from '../../i18n/language.tsx';
import { paths } from '../../paths.ts';
import { notify } from '../../ui/notify.ts';
import { useTellError } from '../../ui/tell-error.ts';
import type { TrashActs } from './create-trash-acts.ts';
import { trashTitle } from './trash-item.ts';

interface Restoring {
  readonly item: TrashItemBody;
  readonly as: NewPlace | undefined;
}

export type RowActs = ReturnType<typeof createRowActs>;

/** What is done with one row, and what its dialogs ask meanwhile. */
export function createRowActs(acts: TrashActs) {
  const text = useText();
  const tellError = useTellError();
  const tellRestored = useTellRestored();
  const [purging, setPurging] = createSignal<TrashItemBody>();
  const [renaming, setRenaming] = createSignal<TrashItemBody>();

  const restoring = useMutation(() => ({
    mutationFn: ({ item, as }: Restoring) => acts.restore(item, as),
    onSuccess({ target }) {
      setRenaming(undefined);
      tellRestored(target);
      return acts.refresh();
    },
    onError(error, { item, as }) {
      if (isNameTaken(error)) setRenaming(item);
      else if (as === undefined) tellError(error);
    },
  }));

  const destroying = useMutation(() => ({
    mutationFn: acts.purge,
    onSuccess(_operation, item: TrashItemBody) {
      setPurging(undefined);
      notify({ title: text().trash.purgeBegun(trashTitle(item)) });
      return acts.refresh();
    },
  }));

  return {
    restoring,
    destroying,
    /** What is to be restored under another name. */
    renaming,
    stopRenaming: () => setRenaming(undefined),
    restore: (item: TrashItemBody, as?: NewPlace) => restoring.mutate({ item, as }),
    isRestoring: (item: TrashItemBody) =>
      restoring.isPending && restoring.variables.item.id === item.id,
    /** What is to be destroyed, once that is confirmed. */
    purging,
    askToPurge(item: TrashItemBody) {
      destroying.reset();
      setPurging(item);
    },
    stopPurging: () => setPurging(undefined),
  };
}

export function isNameTaken(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'trash.name_taken';
}

/** Tells that something is back, with the way to it. */
function useTellRestored(): (target: TargetBody) => void {
  const text = useText();
  const navigate = useNavigate();
  return (target) => {
    const { restored, restoredHint, openBook, openBuild } = text().trash;
    const isBook = target.type === 'book';
    const place = isBook
      ? paths.book(target.book_id)
      : paths.build(target.platform, target.version);
    notify({
      title: restored(trashTitle(target)),
      detail: restoredHint,
      action: { label: isBook ? openBook : openBuild, onSelect: () => navigate(place) },
    });
  };
}
