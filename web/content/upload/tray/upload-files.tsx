import { Show } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import { VirtualList } from '../../../ui/virtual-list.tsx';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadText } from '../upload-text.ts';

const ROW_PX = 28;
const VISIBLE_ROWS = 8;

export interface UploadFilesProps {
  readonly upload: Upload;
  readonly title: string;
}

/** How far each of an upload's files is. */
export function UploadFiles(props: UploadFilesProps) {
  const words = useUploadText();
  /** What is known of the files changes as the progress does. */
  const files = () => props.upload.progress() && props.upload.files;
  return (
    <Show
      when={files().count > 0}
      fallback={<p class="text-xs text-soft">{words().noFilesToSend}</p>}
    >
      <VirtualList
        label={words().details(props.title)}
        count={files().count}
        rowHeight={ROW_PX}
        visibleRows={VISIBLE_ROWS}
        row={(index) => <FileRow file={files().at(index)} />}
      />
    </Show>
  );
}

function FileRow(props: { readonly file: ReturnType<Upload['files']['at']> }) {
  const words = useUploadText();
  const format = useFormat();
  const told = () => {
    if (!props.file) return '';
    const { isSent, sentBytes, sizeBytes } = props.file;
    if (isSent) return words().fileSent;
    if (sentBytes <= 0) return words().fileWaiting;
    return format().percent(sentBytes / Math.max(1, sizeBytes));
  };
  return (
    <span class="flex w-full gap-3 text-xs">
      <span class="min-w-0 grow truncate" title={props.file?.path}>
        {props.file?.path}
      </span>
      <span class="shrink-0 text-soft tabular-nums" classList={{ 'text-good': props.file?.isSent }}>
        {told()}
      </span>
    </span>
  );
}
