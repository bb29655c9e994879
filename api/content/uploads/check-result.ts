import { sql } from 'drizzle-orm';
import { ManifestChecker } from '../../contract/manifest-checker.ts';
import { addManifest } from '../../contract/manifest-paths.ts';
import type { FolderEntry, ManifestLimits, ManifestRules } from '../../contract/manifest-rules.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import type { EntryKind } from './diff.ts';
import type { Manifest } from './manifest-columns.ts';

export interface ResultToCheck {
  readonly folder: FolderRow;
  readonly manifest: Manifest;
  readonly rules: ManifestRules;
  readonly limits: ManifestLimits;
}

/**
 * Checks the folder the manifest results in; all refusals at once.
 * @returns the directories that will be empty, in NFC
 * @throws DcsError `manifest.refused`
 */
export async function checkResult(tx: Tx, result: ResultToCheck): Promise<readonly string[]> {
  const { folder, manifest, rules, limits } = result;
  const checker = new ManifestChecker(rules, limits);
  addManifest(checker, manifest);
  if (manifest.mode === 'merge') {
    for (const entry of await keptEntries(tx, folder.id, manifest)) checker.keep(entry);
  }
  const { refusals, refusalsTotal, directories } = checker.finish(manifest.remove.length);
  if (refusalsTotal === 0) return directories;
  const total = manifest.files.length + manifest.directories.length + manifest.links.length;
  throw new DcsError('manifest.refused', {
    detail: `${refusalsTotal} of ${total} paths are refused.`,
    entries: refusals,
    entriesTotal: refusalsTotal,
  });
}

/** What a merge leaves alone. */
async function keptEntries(tx: Tx, folderId: string, manifest: Manifest): Promise<FolderEntry[]> {
  const rows = await tx.execute<{
    path: string;
    kind: EntryKind;
    size: string | null;
    target: string | null;
  }>(sql`
    SELECT f.path, f.kind, o.size_bytes AS size, f.link_target AS target
    FROM files f LEFT JOIN objects o ON o.id = f.object_id
    WHERE f.folder_id = ${folderId} AND f.removed_in IS NULL`);
  const listed = new Set(
    [...manifest.files, ...manifest.links].map(({ path }) => path.normalize('NFC')),
  );
  const directories = new Set(manifest.directories.map((path) => path.normalize('NFC')));
  const removed = new Set(manifest.remove.map((path) => path.normalize('NFC')));
  // A directory does not take a file's place: what is in the way of it must be removed by name.
  const isListed = ({ path, kind }: { readonly path: string; readonly kind: EntryKind }) =>
    listed.has(path) || (kind === 'directory' && directories.has(path));
  return rows
    .filter((row) => !isListed(row) && !liesIn(row.path, removed))
    .map(({ path, kind, size, target }) => entryOf({ path, kind, size, target }));
}

function entryOf(row: {
  path: string;
  kind: EntryKind;
  size: string | null;
  target: string | null;
}): FolderEntry {
  switch (row.kind) {
    case 'file':
      return { kind: 'file', path: row.path, size: Number(row.size) };
    case 'directory':
      return { kind: 'directory', path: row.path };
    case 'link':
      return { kind: 'link', path: row.path, target: row.target ?? '' };
  }
}

/** Whether the path, or a folder it lies in, is among them. */
function liesIn(path: string, folders: ReadonlySet<string>): boolean {
  if (folders.size === 0) return false;
  for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
    if (folders.has(path.slice(0, end))) return true;
  }
  return false;
}
