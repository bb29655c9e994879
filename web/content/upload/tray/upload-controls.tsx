import Ban from 'lucide-solid/icons/ban';
import Pause from 'lucide-solid/icons/pause';
import Play from 'lucide-solid/icons/play';
import X from 'lucide-solid/icons/x';
import { createSignal, Match, Show, Switch } from 'solid-js';
import { IconButton } from '../../../ui/button.tsx';
import { ConfirmModal } from '../../../ui/confirm-modal.tsx';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadList } from '../upload-state/upload-list.tsx';
import { useUploadText } from '../upload-text.ts';

export interface UploadControlsProps {
  readonly upload: Upload;
  readonly title: string;
}

/** Pause or go on, and cancel; or away with it, once it is over. */
export function UploadControls(props: UploadControlsProps) {
  const words = useUploadText();
  const list = useUploadList();
  const isOver = () => ['done', 'cancelled'].includes(props.upload.state());
  return (
    <Show
      when={isOver()}
      fallback={
        <>
          <PauseButton {...props} />
          <CancelButton {...props} />
        </>
      }
    >
      <IconButton
        label={words().dismiss(props.title)}
        icon={<X size={16} aria-hidden="true" />}
        onClick={() => list.dismiss(props.upload)}
      />
    </Show>
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
  return (
    <Switch>
      <Match when={props.upload.state() === 'paused'}>
        <IconButton
          label={words().resume(props.title)}
          icon={<Play size={16} aria-hidden="true" />}
          onClick={() => props.upload.resume()}
        />
      </Match>
      <Match when={props.upload.isActive()}>
        <IconButton
          label={words().pause(props.title)}
          icon={<Pause size={16} aria-hidden="true" />}
          disabledReason={pauseReason()}
          onClick={() => props.upload.pause()}
        />
      </Match>
    </Switch>
  );
}

function CancelButton(props: UploadControlsProps) {
  const words = useUploadText();
  const [isAsking, setAsking] = createSignal(false);
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
  return (
    <>
      <IconButton
        label={words().cancelOf(props.title)}
        icon={<Ban size={16} aria-hidden="true" />}
        busy={props.upload.state() === 'cancelling'}
        disabledReason={isFinalizing() ? words().notWhileFinalizing : undefined}
        onClick={() => setAsking(true)}
      />
      <ConfirmModal
        open={isAsking()}
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
