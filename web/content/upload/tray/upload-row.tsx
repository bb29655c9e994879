import { createSignal, Show } from 'solid-js';
import { Button } from '../../../ui/button.tsx';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadText } from '../upload-text.ts';
import { UploadControls } from './upload-controls.tsx';
import { UploadFiles } from './upload-files.tsx';
import { UploadOutcome } from './upload-outcome.tsx';
import { UploadProgressLine } from './upload-progress-line.tsx';
import { uploadTitle } from './upload-title.ts';

/** One upload in the tray. */
export function UploadRow(props: { readonly upload: Upload }) {
  const words = useUploadText();
  const [showsFiles, setShowsFiles] = createSignal(false);
  const title = () => uploadTitle(props.upload.kept().target, words());
  const hasFiles = () => props.upload.isActive() && props.upload.kept().uploadId !== undefined;
  return (
    <li class="flex flex-col gap-2 px-4 py-3">
      <div class="flex items-start gap-1">
        <div class="min-w-0 grow">
          <p class="truncate text-sm font-medium" title={title()}>
            {title()}
          </p>
          <p class="text-xs text-soft">{words().states[props.upload.state()]}</p>
        </div>
        <UploadControls upload={props.upload} title={title()} />
      </div>
      <Show when={props.upload.isActive()}>
        <UploadProgressLine upload={props.upload} title={title()} />
      </Show>
      <UploadOutcome upload={props.upload} />
      <Show when={hasFiles()}>
        <div>
          <Button
            look="quiet"
            class="-ms-3.5 text-soft"
            aria-expanded={showsFiles()}
            onClick={() => setShowsFiles(!showsFiles())}
          >
            {words().showFiles}
          </Button>
          <Show when={showsFiles()}>
            <UploadFiles upload={props.upload} title={title()} />
          </Show>
        </div>
      </Show>
    </li>
  );
}
