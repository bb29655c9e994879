import { Show } from 'solid-js';
import { Button } from '../../../ui/button.tsx';
import { FolderPicker } from '../dialog/folder-picker.tsx';
import { mayRead } from '../folder/file-system-access.ts';
import { folderOfHandle, type PickedFolder } from '../folder/picked-folder.ts';
import type { Upload } from '../upload-state/upload.ts';
import { useUploadText } from '../upload-text.ts';
import { stayingInTray } from './tray-focus.ts';

/** Goes on with an upload whose folder the browser forgot: by its kept handle, or by choosing it again. */
export function GoOnWithFolder(props: { readonly upload: Upload }) {
  const words = useUploadText();
  const folderName = () => props.upload.kept().folderName;
  const otherName = () => {
    const doubt = props.upload.doubt();
    return doubt?.kind === 'other-name' ? doubt.chosen : undefined;
  };
  const goOnWith = (folder: PickedFolder) => stayingInTray(() => props.upload.goOn(folder))();
  async function goOn(handle: FileSystemDirectoryHandle): Promise<void> {
    if (await mayRead(handle)) goOnWith(folderOfHandle(handle));
  }
  return (
    <div class="flex flex-col gap-2">
      <p class="text-sm text-soft">{words().chooseAgainHint(folderName())}</p>
      <Show when={otherName()}>
        {(chosen) => (
          <p role="alert" class="text-sm text-danger">
            {words().otherName(chosen(), folderName())}
          </p>
        )}
      </Show>
      <div class="flex flex-wrap gap-2">
        <Show when={props.upload.kept().handle}>
          {(handle) => (
            <Button look="primary" onClick={() => void goOn(handle())}>
              {words().goOn}
            </Button>
          )}
        </Show>
        <FolderPicker label={words().chooseAgain} onPick={(folder) => folder && goOnWith(folder)} />
      </div>
    </div>
  );
}
