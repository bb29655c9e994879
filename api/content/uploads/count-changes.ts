import { numbersIn, type Ranges, toRanges } from '../../contract/ranges.ts';
import type { UploadBytes, UploadCounts } from '../../contract/upload-bodies.ts';
import type { FolderRow } from '../folders/folder-row.ts';
import type { Difference } from './diff.ts';
import type { Manifest } from './manifest-columns.ts';

export interface Tally {
  readonly counts: UploadCounts;
  readonly bytes: UploadBytes;
  /** Positions of the manifest's files that are still to be sent. */
  readonly send: Ranges;
}

export interface Compared {
  readonly manifest: Manifest;
  readonly folder: FolderRow;
  readonly difference: Difference;
}

/**
 * Counts what a plan changes.
 * @param arrived sizes in bytes of what the store holds for it already, by path
 */
export function countChanges(
  { manifest, folder, difference }: Compared,
  arrived: ReadonlyMap<string, number>,
): Tally {
  const bytes = { reused: difference.reusedBytes, arrived: 0, send: 0 };
  let arrivedFiles = 0;
  const send: number[] = [];
  for (const position of numbersIn(difference.lacking)) {
    const { path, size } = fileAt(manifest, position);
    if (arrived.get(path.normalize('NFC')) === size) {
      arrivedFiles += 1;
      bytes.arrived += size;
    } else {
      send.push(position);
      bytes.send += size;
    }
  }
  const { added, changed, removed } = difference.counts;
  const files = manifest.files.length + manifest.links.length;
  const unchanged = files - added - changed;
  const kept = folder.fileCount + folder.linkCount - unchanged - changed - removed;
  const own = { files, unchanged, kept, arrived: arrivedFiles, send: send.length };
  const allBytes = manifest.files.reduce((sum, { size }) => sum + size, 0);
  return {
    counts: { ...own, ...difference.counts },
    bytes: { files: allBytes, ...bytes },
    send: toRanges(send),
  };
}

/** Whether publishing it makes a revision. */
export function isChange(counts: Omit<Difference['counts'], 'reused'>): boolean {
  const { added, changed, removed, directories_added, directories_removed } = counts;
  return added + changed + removed + directories_added + directories_removed > 0;
}

/** The file at a position that came from the manifest itself. */
export function fileAt({ files }: Manifest, position: number): Manifest['files'][number] {
  const file = files[position];
  if (file) return file;
  throw new RangeError(`The manifest has no file ${position}.`);
}
