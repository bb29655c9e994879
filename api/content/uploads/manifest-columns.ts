import type { EntryKind, ManifestColumns } from './diff.ts';

/** A manifest as it was parsed. Sizes are bytes. */
export interface Manifest {
  readonly files: readonly {
    readonly path: string;
    readonly size: number;
    readonly sha256: string;
    readonly executable?: boolean | undefined;
  }[];
  readonly directories: readonly string[];
  readonly links: readonly { readonly path: string; readonly target: string }[];
  readonly mode: 'replace' | 'merge';
  readonly remove: readonly string[];
}

/** @param directories those that will be empty, in NFC */
export function manifestColumns(
  manifest: Manifest,
  directories: readonly string[],
): ManifestColumns {
  const { files, links } = manifest;
  const others = [...directories, ...links];
  const nfc = (path: string) => path.normalize('NFC');
  return {
    paths: [
      ...files.map(({ path }) => nfc(path)),
      ...directories,
      ...links.map(({ path }) => nfc(path)),
    ],
    kinds: [
      ...files.map((): EntryKind => 'file'),
      ...directories.map((): EntryKind => 'directory'),
      ...links.map((): EntryKind => 'link'),
    ],
    sizes: [...files.map(({ size }) => size), ...others.map(() => null)],
    hashes: [...files.map(({ sha256 }) => sha256), ...others.map(() => null)],
    executables: [
      ...files.map(({ executable }) => executable ?? false),
      ...others.map(() => false),
    ],
    linkTargets: [
      ...files.map(() => null),
      ...directories.map(() => null),
      ...links.map(({ target }) => nfc(target)),
    ],
  };
}
