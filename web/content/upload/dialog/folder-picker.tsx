import FolderOpen from 'lucide-solid/icons/folder-open';
import { Button, type ButtonProps } from '../../../ui/button.tsx';
import { notify } from '../../../ui/notify.ts';
import { canPickDirectory, pickDirectory } from '../folder/file-system-access.ts';
import { folderOfFiles, folderOfHandle, type PickedFolder } from '../folder/picked-folder.ts';

export interface FolderPickerProps {
  readonly label: string;
  readonly look?: ButtonProps['look'];
  /** Undefined for a folder that holds no files. */
  readonly onPick: (folder: PickedFolder | undefined) => void;
}

/** Has the browser ask for a folder: by a handle, which can be kept, or else by an input of old. */
export function FolderPicker(props: FolderPickerProps) {
  let input: HTMLInputElement | undefined;

  async function ask(): Promise<void> {
    if (!canPickDirectory()) {
      input?.click();
      return;
    }
    try {
      const handle = await pickDirectory();
      if (handle) props.onPick(folderOfHandle(handle));
    } catch (error) {
      notify({ title: props.label, detail: String(error), tone: 'danger' });
    }
  }

  return (
    <>
      <Button
        look={props.look ?? 'plain'}
        icon={<FolderOpen size={16} aria-hidden="true" />}
        onClick={() => void ask()}
      >
        {props.label}
      </Button>
      <input
        ref={(element) => {
          element.webkitdirectory = true; // which JSX does not know
          input = element;
        }}
        type="file"
        hidden
        aria-label={props.label}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = ''; // so that the same folder can be chosen again
          props.onPick(folderOfFiles(files));
        }}
      />
    </>
  );
}
