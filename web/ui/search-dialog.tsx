import { Dialog } from '@kobalte/core/dialog';
import type { ParentProps } from 'solid-js';
import { makeFocusReturn } from './focus-return.ts';

export interface SearchDialogProps {
  /** Read out; the field says it for those who see. */
  readonly title: string;
  readonly onClose: () => void;
}

/** A dialog around a search list, at the top of the page. */
export function SearchDialog(props: ParentProps<SearchDialogProps>) {
  const focusReturn = makeFocusReturn();
  return (
    <Dialog open onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-40 bg-[rgb(8_10_14/55%)]" />
        <div class="fixed inset-0 z-50 flex items-start justify-center p-4 pt-[12vh]">
          <Dialog.Content
            {...focusReturn}
            class="flex max-h-[70dvh] w-full max-w-xl flex-col overflow-hidden rounded-2xl bg-surface shadow-float"
          >
            <Dialog.Title class="sr-only">{props.title}</Dialog.Title>
            {props.children}
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}
