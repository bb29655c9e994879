import {
  ManifestChecker,
  type ManifestRefusal,
} from '../../../../api/contract/manifest-checker.ts';
import {
  DEFAULT_MANIFEST_LIMITS,
  type ManifestRules,
} from '../../../../api/contract/manifest-rules.ts';
import type { FolderListing } from '../folder/read-folder.ts';

/** Why a folder cannot be accepted. */
export interface FolderRefusals {
  /** The first of them. */
  readonly entries: readonly Pick<
    ManifestRefusal,
    'code' | 'path' | 'other' | 'limit' | 'actual'
  >[];
  readonly total: number;
}

/** Holds a folder against the rules before any of it is hashed. The API has the last word. */
export function checkFolder(
  { files, directories }: FolderListing,
  rules: ManifestRules,
): FolderRefusals {
  const checker = new ManifestChecker(rules, DEFAULT_MANIFEST_LIMITS);
  for (const { path, sizeBytes } of files) checker.add({ kind: 'file', path, size: sizeBytes });
  for (const path of directories) checker.add({ kind: 'directory', path });
  const { refusals, refusalsTotal } = checker.finish();
  return { entries: refusals, total: refusalsTotal };
}
