import { useMutation } from '@tanstack/solid-query';
import { Show } from 'solid-js';
import type { BuildBody } from '../../../api/contract/builds.ts';
import { useText } from '../../i18n/language.tsx';
import { ConfirmModal } from '../../ui/confirm-modal.tsx';
import { targetTitle } from '../target-title.ts';
import { createTrashBuild } from './create-trash-build.ts';
import { PromoteModal } from './promote-modal.tsx';

/** What was asked for of a build. */
export interface AskedOfBuild {
  readonly act: 'delete' | 'promote';
  readonly build: BuildBody;
}

export interface BuildModalsProps {
  /** Nothing is asked while it is undefined. */
  readonly asked: AskedOfBuild | undefined;
  readonly onClose: () => void;
  readonly onDeleted?: (build: BuildBody) => void;
}

/** The dialogs before something is done to a build. */
export function BuildModals(props: BuildModalsProps) {
  const askedTo = (act: AskedOfBuild['act']) =>
    props.asked?.act === act ? props.asked.build : undefined;
  return (
    <>
      <Show when={askedTo('delete')}>
        {(build) => <DeleteBuildModal {...props} build={build()} />}
      </Show>
      <Show when={askedTo('promote')}>
        {(build) => <PromoteModal build={build()} onClose={props.onClose} />}
      </Show>
    </>
  );
}

function DeleteBuildModal(props: BuildModalsProps & { readonly build: BuildBody }) {
  const text = useText();
  const trashBuild = createTrashBuild();
  const trash = useMutation(() => ({
    mutationFn: async () => {
      const build = { ...props.build }; // it is gone from the lists before this is over
      await trashBuild(build);
      props.onClose();
      props.onDeleted?.(build);
    },
  }));
  return (
    <ConfirmModal
      open
      onClose={() => props.onClose()}
      title={text().book.deleteTitle(targetTitle({ type: 'build', ...props.build }, text()))}
      description={text().book.deleteHint(1)}
      action={text().common.delete}
      busy={trash.isPending}
      error={trash.error}
      onConfirm={() => trash.mutate()}
    />
  );
}
