import CircleAlert from 'lucide-solid/icons/circle-alert';
import { Show } from 'solid-js';
import { useFormat, useText } from '../i18n/language.tsx';
import { Button } from './button.tsx';
import { describeError } from './describe-error.ts';

export interface ErrorNoteProps {
  /** Nothing is shown while it is undefined or null. */
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** What went wrong, what to do, and the request id to ask about. */
export function ErrorNote(props: ErrorNoteProps) {
  const text = useText();
  const format = useFormat();
  const described = () =>
    props.error == null ? undefined : describeError(props.error, text(), format());
  return (
    <Show when={described()}>
      {(error) => (
        <div
          role="alert"
          class="flex items-start gap-3 rounded-lg bg-danger-ground px-4 py-3 text-sm text-ink"
        >
          <CircleAlert size={18} aria-hidden="true" class="mt-0.5 shrink-0 text-danger" />
          <div class="grow">
            <p>{error().message}</p>
            <Show when={error().requestId}>
              {(id) => <p class="mt-1 text-xs text-soft">{text().common.requestId(id())}</p>}
            </Show>
          </div>
          <Show when={props.onRetry}>
            {(retry) => <Button onClick={() => retry()()}>{text().common.retry}</Button>}
          </Show>
        </div>
      )}
    </Show>
  );
}
