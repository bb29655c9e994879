import { useSearchParams } from '@solidjs/router';

export const FOLDER_TABS = ['files', 'revisions', 'history'] as const;
export type FolderTab = (typeof FOLDER_TABS)[number];

/** What the page of a folder shows, as it stands in the URL. */
export interface FolderParams {
  tab(): FolderTab;
  setTab(tab: FolderTab): void;
  /** The revision looked at; undefined for the current one. */
  revision(): number | undefined;
  /** Shows the files of a revision; undefined for the current one. */
  view(revision: number | undefined): void;
  /** The file that is shown. */
  file(): string | undefined;
  showFile(path: string | undefined): void;
  compared(): { readonly from: number; readonly to: number } | undefined;
  compare(pair: { readonly from: number; readonly to: number } | undefined): void;
}

export function createFolderParams(): FolderParams {
  const [search, setSearch] = useSearchParams<Record<string, string>>();
  const number = (name: string) => {
    const value = Number(search[name]);
    return Number.isSafeInteger(value) && value > 0 ? value : undefined;
  };
  return {
    tab: () => FOLDER_TABS.find((tab) => tab === search.tab) ?? 'files',
    setTab: (tab) => setSearch({ tab: tab === 'files' ? undefined : tab }, { replace: true }),
    revision: () => number('revision'),
    view: (revision) => setSearch({ tab: undefined, revision, file: undefined }),
    file: () => search.file,
    showFile: (file) => setSearch({ file }, { replace: true }),
    compared() {
      const [from, to] = [number('from'), number('to')];
      return from === undefined || to === undefined ? undefined : { from, to };
    },
    compare: (pair) => setSearch({ from: pair?.from, to: pair?.to }, { replace: true }),
  };
}
