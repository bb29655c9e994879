import FolderIcon from 'lucide-solid/icons/folder';
import { createSignal, Show } from 'solid-js';
import { useUploadText } from '../upload-text.ts';
import { FolderPicker } from './folder-picker.tsx';
import type { UploadDraft } from './upload-draft.ts';

/** Which folder, and how to give it. */
export function FolderChoice(props: { readonly draft: UploadDraft }) {
  const words = useUploadText();
  const [isEmpty, setEmpty] = createSignal(false);
  const action = () => {
    if (props.draft.folder()) return words().selectAnother;
    const isBuild = props.draft.purpose() === 'build';
    return isBuild ? words().selectBuild : words().selectBook;
  };
  return (
    <section
      aria-label={words().folder}
      class="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-xl border border-dashed border-control p-4"
    >
      <FolderIcon size={28} aria-hidden="true" class="shrink-0 text-soft" />
      <div class="min-w-40 grow">
        <Show
          when={props.draft.folder()}
          fallback={<p class="text-sm text-soft">{words().dropHint}</p>}
        >
          {(folder) => <p class="font-medium break-words">{folder().root.name}</p>}
        </Show>
        <p role="alert" class="text-sm text-danger">
          {isEmpty() ? words().emptyFolder : ''}
        </p>
      </div>
      <FolderPicker
        label={action()}
        look={props.draft.folder() ? 'plain' : 'primary'}
        onPick={(folder) => {
          setEmpty(folder === undefined);
          if (folder) props.draft.setFolder(folder);
        }}
      />
    </section>
  );
}
