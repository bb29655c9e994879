import { Toast, toaster } from '@kobalte/core/toast';
import X from 'lucide-solid/icons/x';
import { Show } from 'solid-js';
import { Portal } from 'solid-js/web';
import { useText } from '../i18n/language.tsx';
import type { Notice } from './notice.ts';

/** Long enough to read it and to reach for Undo. */
const SHOWN_MS = 8000;

/** For `notify`, which is what the rest of the panel calls. */
export function showToast(notice: Notice): void {
  toaster.show((props) => (
    <Toast
      toastId={props.toastId}
      as="div"
      class="flex items-start gap-3 rounded-xl border border-line bg-surface px-4 py-3 text-sm shadow-float"
      classList={{ 'border-danger': notice.tone === 'danger' }}
    >
      <div class="grow">
        <Toast.Title as="div" class="font-medium">
          {notice.title}
        </Toast.Title>
        <Show when={notice.detail}>
          {(detail) => (
            <Toast.Description as="div" class="mt-0.5 text-soft">
              {detail()}
            </Toast.Description>
          )}
        </Show>
      </div>
      <Show when={notice.action}>
        {(action) => (
          <button
            type="button"
            class="-my-1 rounded-md px-2 py-1 font-semibold text-accent hover:bg-raised"
            onClick={() => {
              toaster.dismiss(props.toastId);
              action().onSelect();
            }}
          >
            {action().label}
          </button>
        )}
      </Show>
      <CloseToast />
    </Toast>
  ));
}

function CloseToast() {
  const text = useText();
  return (
    <Toast.CloseButton
      aria-label={text().common.close}
      class="-my-1 -me-1.5 grid size-7 shrink-0 place-items-center rounded-md hover:bg-raised"
    >
      <X size={16} aria-hidden="true" />
    </Toast.CloseButton>
  );
}

/** Where they appear; once in the page. The lower end corner and a narrow page's foot are the upload tray's. */
export function Toasts() {
  const text = useText();
  return (
    <Portal>
      <Toast.Region duration={SHOWN_MS} limit={4} aria-label={text().shell.notifications}>
        <Toast.List
          as="div"
          class="fixed end-4 top-16 z-60 flex w-[min(26rem,calc(100vw-2rem))] flex-col gap-2 lg:start-64 lg:end-auto lg:top-auto lg:bottom-4 lg:w-88"
        />
      </Toast.Region>
    </Portal>
  );
}
