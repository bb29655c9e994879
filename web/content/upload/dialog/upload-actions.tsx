import { Show } from 'solid-js';
import { useText } from '../../../i18n/language.tsx';
import { Button } from '../../../ui/button.tsx';
import { useUploadText } from '../upload-text.ts';
import { useUploads } from '../uploads.tsx';
import { isNothing } from './changes-summary.ts';
import type { UploadFlow } from './upload-flow.ts';

/** The buttons at the dialog's foot, by its step. */
export function UploadActions(props: { readonly flow: UploadFlow }) {
  const text = useText();
  const words = useUploadText();
  const uploads = useUploads();
  return (
    <Show
      when={props.flow.review()}
      fallback={
        <>
          <Button onClick={uploads.closeUpload}>{text().common.cancel}</Button>
          <ReviewButton flow={props.flow} />
        </>
      }
    >
      <Button onClick={props.flow.back}>{words().back}</Button>
      <StartButton flow={props.flow} />
    </Show>
  );
}

function ReviewButton(props: { readonly flow: UploadFlow }) {
  const words = useUploadText();
  const reason = () => {
    const { draft } = props.flow;
    if (!isSecureContext) return words().insecure;
    if (!draft.folder()) return words().chooseFolderFirst;
    const needsBook = draft.purpose() === 'existing' && !draft.book();
    return needsBook ? words().chooseBookFirst : undefined;
  };
  return (
    <Button look="primary" disabledReason={reason()} onClick={props.flow.look}>
      {words().review}
    </Button>
  );
}

function StartButton(props: { readonly flow: UploadFlow }) {
  const words = useUploadText();
  const reason = () => {
    const result = props.flow.review()?.result();
    if (!result) return words().stillReading;
    if (result.kind !== 'changes') return words().refusedHint;
    return isNothing(result.changes) ? words().nothingToDo : undefined;
  };
  return (
    <Button
      look="primary"
      busy={props.flow.isStarting()}
      disabledReason={reason()}
      onClick={() => void props.flow.start()}
    >
      {words().start}
    </Button>
  );
}
