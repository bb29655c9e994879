import { Show } from 'solid-js';
import { ErrorNote } from '../../../ui/error-note.tsx';
import { Modal } from '../../../ui/modal.tsx';
import type { UploadPreset } from '../upload-preset.ts';
import { useUploadText } from '../upload-text.ts';
import { useUploads } from '../uploads.tsx';
import { ChooseStep } from './choose-step.tsx';
import { ReadingStep } from './reading-step.tsx';
import { ReviewStep } from './review-step.tsx';
import { UploadActions } from './upload-actions.tsx';
import { createUploadFlow } from './upload-flow.ts';

/** From the choice of a folder over the review to the start. */
export function UploadForm(props: { readonly preset: UploadPreset }) {
  const words = useUploadText();
  const uploads = useUploads();
  const flow = createUploadFlow(() => props.preset);
  return (
    <Modal
      open
      wide
      onClose={uploads.closeUpload}
      title={words().title}
      actions={<UploadActions flow={flow} />}
    >
      <Show when={flow.review()} fallback={<ChooseStep draft={flow.draft} />}>
        {(review) => (
          <Show when={review().result()} fallback={<ReadingStep progress={review().progress()} />}>
            {(result) => <ReviewStep review={review()} result={result()} onAgain={flow.look} />}
          </Show>
        )}
      </Show>
      <ErrorNote error={flow.error()} />
    </Modal>
  );
}
