import MousePointerClick from 'lucide-solid/icons/mouse-pointer-click';
import { lazy, Show, Suspense } from 'solid-js';
import { nameOf } from '../../../../api/contract/content-types.ts';
import { useText } from '../../../i18n/language.tsx';
import { createWide } from '../../../ui/create-wide.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Modal } from '../../../ui/modal.tsx';
import { Skeleton } from '../../../ui/skeleton.tsx';
import type { FolderProps } from '../folder-props.ts';

const FileView = lazy(async () => ({ default: (await import('./file-view.tsx')).FileView }));

export interface FilePaneProps extends FolderProps {
  readonly revision: number;
}

/** The file that is shown: beside the tree where there is room, else over it. */
export function FilePane(props: FilePaneProps) {
  const text = useText();
  const isWide = createWide();
  const view = (path: string) => (
    <Suspense fallback={<Skeleton lines={6} />}>
      <FileView folder={props.folder} revision={props.revision} path={path} />
    </Suspense>
  );
  return (
    <Show
      when={isWide()}
      fallback={
        <Modal
          open={props.params.file() !== undefined}
          onClose={() => props.params.showFile(undefined)}
          title={nameOf(props.params.file() ?? '')}
          wide
        >
          <Show when={props.params.file()} keyed>
            {view}
          </Show>
        </Modal>
      }
    >
      <section
        aria-label={text().folder.preview}
        class="min-w-0 rounded-xl border border-line bg-surface p-4"
      >
        <Show
          when={props.params.file()}
          keyed
          fallback={
            <EmptyState
              icon={<MousePointerClick size={32} />}
              title={text().folder.noFile}
              hint={text().folder.noFileHint}
            />
          }
        >
          {(path) => (
            <>
              <h2 class="mb-3 font-semibold break-words">{nameOf(path)}</h2>
              {view(path)}
            </>
          )}
        </Show>
      </section>
    </Show>
  );
}
