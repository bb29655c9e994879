import { Show, Suspense } from 'solid-js';
import { lazyNamed } from '../../lazy-named.ts';
import { DropOverlay } from './drop-overlay.tsx';
import { UploadTray } from './tray/upload-tray.tsx';
import { UploadListProvider } from './upload-state/upload-list.tsx';
import { useUploads } from './uploads.tsx';

const UploadForm = lazyNamed(() => import('./dialog/upload-form.tsx'), 'UploadForm');

/** All of uploading that stands beside the pages. */
export function UploadDesk() {
  const uploads = useUploads();
  return (
    <UploadListProvider>
      <DropOverlay />
      <Suspense>
        <Show when={uploads.asked()}>{(preset) => <UploadForm preset={preset()} />}</Show>
      </Suspense>
      <UploadTray />
    </UploadListProvider>
  );
}
