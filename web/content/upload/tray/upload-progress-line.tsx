import { Show } from 'solid-js';
import { useFormat, useText } from '../../../i18n/language.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadText } from '../upload-text.ts';

export interface UploadProgressLineProps {
  readonly upload: Upload;
  readonly title: string;
}

/** How far an upload is, how quickly it goes, and how long it will take. */
export function UploadProgressLine(props: UploadProgressLineProps) {
  const text = useText();
  const words = useUploadText();
  const format = useFormat();
  const progress = () => props.upload.progress();
  const amount = () => {
    const { bytes, files } = progress();
    const { count, bytes: size } = format();
    const told = text().common.files(
      files.total,
      words().of(count(files.done), count(files.total)),
    );
    return `${told}, ${words().of(size(bytes.done), size(bytes.total))}`;
  };
  const speed = () => {
    const { bytesPerSecond, secondsLeft } = progress();
    if (props.upload.state() !== 'sending' || !bytesPerSecond) return '';
    const rate = format().rate(bytesPerSecond);
    return secondsLeft === undefined
      ? rate
      : words().rateAndTime(rate, format().duration(secondsLeft));
  };
  return (
    <>
      <ProgressBar label={words().progressOf(props.title)} share={progress().share} />
      <Show when={progress().share !== undefined}>
        <p class="flex flex-wrap justify-between gap-x-3 text-xs text-soft tabular-nums">
          <span>{amount()}</span>
          <span>{speed()}</span>
        </p>
      </Show>
      <Show when={progress().isRetrying && props.upload.state() === 'sending'}>
        <p class="text-xs text-warn">{words().retrying}</p>
      </Show>
    </>
  );
}
