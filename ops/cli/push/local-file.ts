import path from 'node:path';
import type { SourceDirectory, SourceFile, SourceLink } from '../../../api/client/push/source.ts';

/** A file of a local folder, as it was when it was met. */
export interface LocalFile extends SourceFile {
  /** Nanoseconds since 1970. */
  readonly mtimeNs: bigint;
  /** When its inode changed last; nobody can set it back. Nanoseconds since 1970. */
  readonly ctimeNs: bigint;
  readonly inode: bigint;
  /** Unix milliseconds, before it was looked at. */
  readonly metAtMs: number;
}

export type LocalEntry = LocalFile | SourceDirectory | SourceLink;

/** Where a path of a manifest lies on this machine. */
export function localPath(root: string, entryPath: string): string {
  return path.join(root, ...entryPath.split('/'));
}
