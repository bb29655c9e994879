import { For } from 'solid-js';
import { useUploadList } from '../upload-state/upload-list.tsx';
import { useUploadText } from '../upload-text.ts';
import { uploadTitle } from './upload-title.ts';

/** Says what becomes of the uploads: each change of state, and nothing in between. */
export function TrayAnnouncer() {
  const words = useUploadText();
  const list = useUploadList();
  return (
    <div role="status" aria-live="polite" aria-atomic="false" class="sr-only">
      <For each={list.all()}>
        {(upload) => (
          <p>
            {words().stateOf(
              uploadTitle(upload.kept().target, words()),
              words().states[upload.state()],
            )}
          </p>
        )}
      </For>
    </div>
  );
}
