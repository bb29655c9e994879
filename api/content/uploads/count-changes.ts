import type { UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import type { Change } from './diff.ts';
import type { Manifest } from './manifest-columns.ts';

export interface Tally {
  readonly counts: UploadCounts;
  readonly bytes: UploadBytes;
}

/**
 * Counts what a plan changes.
 * @param arrived sizes in bytes of what the store holds for it already, by path
 */
export function countChanges(
  { manifest, folder }: { manifest: Manifest; folder: FolderRow },
  changes: readonly Change[],
  arrived: ReadonlyMap<string, number>,
): Tally {
  const counts = {
    added: 0,
    changed: 0,
    removed: 0,
    directories_added: 0,
    directories_removed: 0,
    reused: 0,
    arrived: 0,
    send: 0,
  };
  const bytes = { reused: 0, arrived: 0, send: 0 };
  for (const change of changes) {
    const { was, kind } = change;
    if (kind === 'directory' && was !== kind) counts.directories_added += 1;
    if (was === 'directory' && kind !== was) counts.directories_removed += 1;
    const effect = effectOf(change);
    if (effect) counts[effect] += 1;
    if (!isContent(kind)) continue;
    const place = placeOf(change, arrived);
    counts[place] += 1;
    bytes[place] += Number(change.size_bytes ?? 0);
  }
  const files = manifest.files.length + manifest.links.length;
  const unchanged = files - counts.added - counts.changed;
  const before = folder.fileCount + folder.linkCount;
  const kept = before - unchanged - counts.changed - counts.removed;
  const allBytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
  return { counts: { files, unchanged, kept, ...counts }, bytes: { files: allBytes, ...bytes } };
}

/** Where the bytes of a file that will stand there come from. */
export function placeOf(
  { path, kind, reused, size_bytes }: Change,
  arrived: ReadonlyMap<string, number>,
): 'reused' | 'arrived' | 'send' {
  if (reused || kind === 'link') return 'reused';
  return arrived.get(path) === Number(size_bytes) ? 'arrived' : 'send';
}

function effectOf({ was, kind }: Change): 'added' | 'changed' | 'removed' | undefined {
  if (isContent(kind)) return isContent(was) ? 'changed' : 'added';
  return isContent(was) ? 'removed' : undefined;
}

function isContent(kind: Change['kind']): boolean {
  return kind === 'file' || kind === 'link';
}
