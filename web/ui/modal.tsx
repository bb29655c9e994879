import { Dialog } from '@kobalte/core/dialog';
import X from 'lucide-solid/icons/x';
import { type JSX, type ParentProps, Show } from 'solid-js';
import { useText } from '../i18n/language.tsx';
import { makeFocusReturn } from './focus-return.ts';

export interface ModalProps {
  readonly open: boolean;
  /** Asked for by Escape, by the cross, or by a click outside; may be declined by leaving it open. */
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string | undefined;
  /** Buttons at its foot, the one that does it last. */
  readonly actions?: JSX.Element;
  readonly wide?: boolean;
}

/**
 * A dialog over the page. Focus goes back to where it was when it closes, or to the page's content
 * where that is gone.
 */
export function Modal(props: ParentProps<ModalProps>) {
  const text = useText();
  const focusReturn = makeFocusReturn();
  return (
    <Dialog open={props.open} onOpenChange={(open) => open || props.onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay class="fixed inset-0 z-40 bg-[rgb(8_10_14/55%)]" />
        <div class="fixed inset-0 z-50 grid place-items-end overflow-y-auto p-0 sm:place-items-center sm:p-6">
          <Dialog.Content
            class={`flex max-h-[92dvh] w-full flex-col rounded-t-2xl bg-surface shadow-float sm:rounded-2xl ${
              props.wide ? 'sm:max-w-3xl' : 'sm:max-w-lg'
            }`}
            {...focusReturn}
          >
            <div class="flex items-start gap-4 px-5 pt-5">
              <div class="grow">
                <Dialog.Title class="text-lg font-semibold">{props.title}</Dialog.Title>
                <Show when={props.description}>
                  {(description) => (
                    <Dialog.Description class="mt-1 text-sm text-soft">
                      {description()}
                    </Dialog.Description>
                  )}
                </Show>
              </div>
              <Dialog.CloseButton
                aria-label={text().common.close}
                class="-me-2 -mt-1.5 grid size-9 shrink-0 place-items-center rounded-lg hover:bg-raised"
              >
                <X size={18} aria-hidden="true" />
              </Dialog.CloseButton>
            </div>
            <div class="min-h-0 overflow-y-auto px-5 py-4">{props.children}</div>
            <Show when={props.actions}>
              {(actions) => (
                <div class="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3.5">
                  {actions()}
                </div>
              )}
            </Show>
          </Dialog.Content>
        </div>
      </Dialog.Portal>
    </Dialog>
  );
}
