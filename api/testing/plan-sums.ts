import { toRanges } from '../contract/ranges.ts';
import {
  type Ask,
  compareFolders,
  type Entry,
  type Folder,
  isContent,
  manifestOf,
} from './folder-model.ts';

export interface ModelPlan {
  readonly ask: Ask;
  readonly before: Folder;
  /** What publishing it makes of that. */
  readonly after: Folder;
  /** Paths whose bytes have arrived. */
  readonly sent: ReadonlySet<string>;
  /** Whether the folder has these bytes. */
  isKnown(entry: Entry | undefined): boolean;
}

/** What a plan answers in numbers. Positions are those in the ask's own files. */
export function sumPlan({ ask, before, after, sent, isKnown }: ModelPlan) {
  const compared = compareFolders(before, after);
  const listed = new Map(ask.entries.filter(([, entry]) => isContent(entry)));
  const come = [...compared.added, ...compared.changed];
  const isReused = (path: string) => isKnown(after.get(path));
  const places = {
    reused: come.filter(isReused),
    arrived: come.filter((path) => !isReused(path) && sent.has(path)),
    send: come.filter((path) => !isReused(path) && !sent.has(path)),
  };
  const isSent = new Set(places.send);
  const positions = manifestOf(ask).files.flatMap(({ path }, index) =>
    isSent.has(path) ? [index] : [],
  );
  const bytesOf = (paths: Iterable<string>) =>
    [...paths].reduce((sum, path) => sum + sizeOf(after.get(path)), 0);
  return {
    counts: {
      files: listed.size,
      unchanged: compared.same.filter((path) => listed.has(path)).length,
      kept: compared.same.filter((path) => !listed.has(path)).length,
      added: compared.added.length,
      changed: compared.changed.length,
      removed: compared.removed.length,
      directories_added: compared.directoriesAdded.length,
      directories_removed: compared.directoriesRemoved.length,
      reused: places.reused.length,
      arrived: places.arrived.length,
      send: places.send.length,
    },
    bytes: {
      files: bytesOf(listed.keys()),
      reused: bytesOf(places.reused),
      arrived: bytesOf(places.arrived),
      send: bytesOf(places.send),
    },
    send: toRanges(positions),
  };
}

/** Bytes; 0 of what is no file. */
export function sizeOf(entry: Entry | undefined): number {
  return entry?.kind === 'file' ? entry.size : 0;
}
