import Ban from 'lucide-solid/icons/ban';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import X from 'lucide-solid/icons/x';
import { createSignal, Show } from 'solid-js';
import { IconButton } from '../../../ui/button.tsx';
import { ConfirmModal } from '../../../ui/confirm-modal.tsx';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadList } from '../upload-state/upload-list.tsx';
import { useUploadText } from '../upload-text.ts';
import { focusTray } from './tray-focus.ts';

export interface UploadControlsProps {
  readonly upload: Upload;
  readonly title: string;
}

/** Pause or go on, and cancel; or away with it, once it is over. */
export function UploadControls(props: UploadControlsProps) {
  return (
    <>
      <PauseButton {...props} />
      <EndButton {...props} />
    </>
  );
}

function PauseButton(props: UploadControlsProps) {
  const words = useUploadText();
  const pauseReason = () => {
    switch (props.upload.state()) {
      case 'reading':
        return words().notWhileReading;
      case 'finalizing':
        return words().notWhileFinalizing;
      default:
        return undefined;
    }
  };
  const isPaused = () => props.upload.state() === 'paused';
  // One button, since another in its place would not have the focus.
  return (
    <Show when={props.upload.isActive()}>
      <IconButton
        label={isPaused() ? words().resume(props.title) : words().pause(props.title)}
        icon={
          <Show when={isPaused()} fallback={<Pause size={16} aria-hidden="true" />}>
            <Play size={16} aria-hidden="true" />
          </Show>
        }
        disabledReason={pauseReason()}
        onClick={() => (isPaused() ? props.upload.resume() : props.upload.pause())}
      />
    </Show>
  );
}

/** Cancels it, or takes it off the list once it is over; one button for the same reason. */
function EndButton(props: UploadControlsProps) {
  const words = useUploadText();
  const list = useUploadList();
  const [isAsking, setAsking] = createSignal(false);
  const isOver = () => ['done', 'cancelled'].includes(props.upload.state());
  const isNewBook = () => {
    const { target } = props.upload.kept();
    return target.type === 'book' && target.madeFor !== undefined;
  };
  const isFinalizing = () => props.upload.state() === 'finalizing';
  /** It may have got so far while the dialog was open. */
  const description = () => {
    if (isFinalizing()) return words().notWhileFinalizing;
    return isNewBook() ? words().cancelNewHint(props.title) : words().cancelHint(props.title);
  };
  function dismiss(): void {
    list.dismiss(props.upload);
    focusTray();
  }
  return (
    <>
      <IconButton
        label={isOver() ? words().dismiss(props.title) : words().cancelOf(props.title)}
        icon={
          <Show when={isOver()} fallback={<Ban size={16} aria-hidden="true" />}>
            <X size={16} aria-hidden="true" />
          </Show>
        }
        busy={props.upload.state() === 'cancelling'}
        disabledReason={isFinalizing() ? words().notWhileFinalizing : undefined}
        onClick={() => (isOver() ? dismiss() : setAsking(true))}
      />
      <ConfirmModal
        open={isAsking() && !isOver()}
        onClose={() => setAsking(false)}
        title={words().cancelTitle}
        description={description()}
        action={words().cancelAction}
        busy={isFinalizing()}
        onConfirm={() => {
          setAsking(false);
          void props.upload.cancel();
        }}
      />
    </>
  );
}
