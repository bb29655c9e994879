import { Tabs } from '@kobalte/core/tabs';
import { For, Suspense } from 'solid-js';
import { useText } from '../../i18n/language.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import type { ContentFolder } from './content-folder.ts';
import { FilesTab } from './files/files-tab.tsx';
import { FOLDER_TABS, type FolderParams, type FolderTab } from './folder-params.ts';
import { HistoryTab } from './history/history-tab.tsx';
import { RevisionsTab } from './revisions/revisions-tab.tsx';

export interface FolderTabsProps {
  readonly folder: ContentFolder;
  readonly params: FolderParams;
  /** Called when another revision became the current one. */
  readonly onPublished: () => void;
}

/** What a book or a build holds, held, and what happened to it. */
export function FolderTabs(props: FolderTabsProps) {
  const text = useText();
  return (
    <Tabs
      value={props.params.tab()}
      onChange={(tab) => props.params.setTab(tab as FolderTab)} // one of ours, see below
      class="flex flex-col gap-4"
    >
      <Tabs.List
        aria-label={text().folder.tabs}
        class="flex gap-1 overflow-x-auto border-b border-line"
      >
        <For each={FOLDER_TABS}>
          {(tab) => (
            <Tabs.Trigger
              value={tab}
              class="-mb-px border-b-2 border-transparent px-3.5 py-2 text-sm font-medium text-soft hover:text-ink data-selected:border-accent data-selected:text-accent"
            >
              {text().folder[tab]}
            </Tabs.Trigger>
          )}
        </For>
      </Tabs.List>
      <For each={FOLDER_TABS}>
        {(tab) => (
          <Tabs.Content value={tab}>
            <Suspense fallback={<Skeleton lines={8} />}>
              <TabContent {...props} tab={tab} />
            </Suspense>
          </Tabs.Content>
        )}
      </For>
    </Tabs>
  );
}

function TabContent(props: FolderTabsProps & { readonly tab: FolderTab }) {
  switch (props.tab) {
    case 'files':
      return <FilesTab folder={props.folder} params={props.params} />;
    case 'revisions':
      return <RevisionsTab {...props} />;
    case 'history':
      return <HistoryTab folder={props.folder} />;
  }
}
