import ChevronDown from 'lucide-solid/icons/chevron-down';
import ChevronUp from 'lucide-solid/icons/chevron-up';
import { createSignal, For, Show } from 'solid-js';
import { useFormat } from '../../../i18n/language.tsx';
import { IconButton } from '../../../ui/button.tsx';
import { useUploadList } from '../upload-state/upload-list.tsx';
import { useUploadText } from '../upload-text.ts';
import { TrayAnnouncer } from './tray-announcer.tsx';
import { TRAY_ID } from './tray-focus.ts';
import { UploadRow } from './upload-row.tsx';

/** The uploads, once there are some, at the corner of every page; a sheet at its foot where that is narrow. */
export function UploadTray() {
  const words = useUploadText();
  const format = useFormat();
  const list = useUploadList();
  const [isOpen, setOpen] = createSignal(true);
  const title = () => {
    const count = list.all().filter((upload) => upload.isActive()).length;
    return count === 0 ? words().tray : words().trayUnderWay(count, format().count(count));
  };
  return (
    <>
      <TrayAnnouncer />
      <Show when={list.all().length > 0}>
        <section
          id={TRAY_ID}
          tabindex="-1"
          aria-label={words().tray}
          class="fixed inset-x-0 bottom-14 z-30 flex max-h-[60dvh] flex-col border-t border-line bg-surface shadow-float sm:inset-x-auto sm:end-4 sm:bottom-18 sm:w-104 sm:rounded-2xl sm:border lg:bottom-4 outline-none"
        >
          <div class="flex items-center gap-2 py-1.5 ps-4 pe-2">
            <h2 class="grow text-sm font-semibold">{title()}</h2>
            <IconButton
              label={isOpen() ? words().collapse : words().expand}
              aria-expanded={isOpen()}
              icon={
                <Show when={isOpen()} fallback={<ChevronUp size={18} aria-hidden="true" />}>
                  <ChevronDown size={18} aria-hidden="true" />
                </Show>
              }
              onClick={() => setOpen(!isOpen())}
            />
          </div>
          <Show when={isOpen()}>
            <ul class="min-h-0 divide-y divide-line overflow-y-auto border-t border-line">
              <For each={list.all()}>{(upload) => <UploadRow upload={upload} />}</For>
            </ul>
          </Show>
        </section>
      </Show>
    </>
  );
}
