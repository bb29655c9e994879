import type { ContentFolder } from './content-folder.ts';
import type { FolderParams } from './folder-params.ts';

/** What the parts of a folder's page are given. */
export interface FolderProps {
  readonly folder: ContentFolder;
  readonly params: FolderParams;
}

/** A file of a revision, to be shown. */
export interface FileProps {
  readonly folder: ContentFolder;
  readonly revision: number;
  readonly path: string;
}
