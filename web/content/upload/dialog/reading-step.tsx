import { useFormat, useText } from '../../../i18n/language.tsx';
import { ProgressBar } from '../../../ui/progress-bar.tsx';
import type { ShownProgress } from '../upload-state/upload-progress.ts';
import { useUploadText } from '../upload-text.ts';
import { Step } from './step.tsx';

/** The second step: the folder is read and compared with what is there. */
export function ReadingStep(props: { readonly progress: ShownProgress }) {
  const text = useText();
  const words = useUploadText();
  const format = useFormat();
  const what = () => words().reading[props.progress.phase];
  const detail = () => {
    const { phase, files, bytes } = props.progress;
    const told = text().common.files(files.total, format().count(files.total));
    if (phase !== 'hashing') return words().found(told, format().bytes(bytes.total));
    return words().of(format().bytes(bytes.done), format().bytes(bytes.total));
  };
  return (
    <Step label={what()}>
      <p role="status" class="font-medium">
        {what()}
      </p>
      <ProgressBar label={what()} share={props.progress.share} />
      <p class="text-sm text-soft tabular-nums">{detail()}</p>
    </Step>
  );
}
