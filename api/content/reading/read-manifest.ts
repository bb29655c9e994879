import type { ManifestBody } from '../../contract/read-manifest.ts';
import type { RevisionRow } from './revision-rows.ts';

/** The rows of a revision as the manifest they came from. */
export function manifestOf(
  rows: readonly RevisionRow[],
): Pick<ManifestBody, 'files' | 'directories' | 'links'> {
  const files: ManifestBody['files'] = [];
  const directories: string[] = [];
  const links: ManifestBody['links'] = [];
  for (const row of rows) {
    switch (row.kind) {
      case 'file':
        files.push({
          path: row.path,
          size: row.sizeBytes,
          sha256: row.sha256 ?? '',
          ...(row.executable ? { executable: true } : {}),
          added_in: row.addedIn,
        });
        break;
      case 'directory':
        directories.push(row.path);
        break;
      case 'link':
        links.push({ path: row.path, target: row.linkTarget ?? '' });
        break;
    }
  }
  return { files, directories, links };
}
