import FolderUp from 'lucide-solid/icons/folder-up';
import { createSignal, onCleanup, onMount, Show } from 'solid-js';
import { Portal } from 'solid-js/web';
import { notify } from '../../ui/notify.ts';
import { droppedFolder, hasFiles } from './folder/dropped-folder.ts';
import { useUploadText } from './upload-text.ts';
import { useUploads } from './uploads.tsx';

/** Takes a folder that is dropped anywhere on the window; shows that it would, while one is dragged. */
export function DropOverlay() {
  const words = useUploadText();
  const uploads = useUploads();
  const [isOver, setOver] = createSignal(false);

  async function take(transfer: DataTransfer): Promise<void> {
    const { oneFolder, oneFolderHint, notAFolder, notAFolderHint } = words();
    const dropped = await droppedFolder(transfer);
    if (dropped === 'several') notify({ title: oneFolder, detail: oneFolderHint });
    else if (dropped === 'not-a-folder') notify({ title: notAFolder, detail: notAFolderHint });
    else uploads.openUpload({ ...uploads.asked(), folder: dropped });
  }

  listen({
    dragenter: () => setOver(true),
    // Left is the window when nothing is entered instead.
    dragleave: (event) => event.relatedTarget === null && setOver(false),
    dragover: () => setOver(true),
    drop(event) {
      setOver(false);
      if (event.dataTransfer) void take(event.dataTransfer);
    },
  });

  return (
    <Show when={isOver()}>
      <Portal>
        <div class="pointer-events-none fixed inset-3 z-60 grid place-items-center rounded-2xl border-2 border-dashed border-accent bg-accent-ground/95">
          <p class="flex flex-col items-center gap-3 text-lg font-semibold text-accent">
            <FolderUp size={48} aria-hidden="true" />
            {words().dropHere}
          </p>
        </div>
      </Portal>
    </Show>
  );
}

/** Whatever else is dragged, such as text, is none of ours. */
function listen(handlers: Record<string, (event: DragEvent) => void>): void {
  for (const [type, handle] of Object.entries(handlers)) {
    const handleFiles = (event: Event) => {
      if (!(event instanceof DragEvent) || !hasFiles(event)) return;
      event.preventDefault(); // or the browser would open what is dropped
      handle(event);
    };
    onMount(() => window.addEventListener(type, handleFiles));
    onCleanup(() => window.removeEventListener(type, handleFiles));
  }
}
