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

/** What a manifest asks for as columns, which is how PostgreSQL takes many rows. Paths are in NFC. */
export interface ManifestColumns {
  /** In the order of the manifest. */
  readonly files: {
    readonly paths: readonly string[];
    /** Bytes. */
    readonly sizes: readonly number[];
    readonly hashes: readonly string[];
  };
  /** Those of the files that may be executed. */
  readonly executables: readonly string[];
  /** All that will be empty. */
  readonly directories: readonly string[];
  readonly links: { readonly paths: readonly string[]; readonly targets: readonly string[] };
}

/** @param directories those that will be empty, in NFC */
export function manifestColumns(
  { files, links }: Manifest,
  directories: readonly string[],
): ManifestColumns {
  return {
    files: {
      paths: files.map(({ path }) => nfc(path)),
      sizes: files.map(({ size }) => size),
      hashes: files.map(({ sha256 }) => sha256),
    },
    executables: files.filter(({ executable }) => executable).map(({ path }) => nfc(path)),
    directories,
    links: {
      paths: links.map(({ path }) => nfc(path)),
      targets: links.map(({ target }) => nfc(target)),
    },
  };
}

function nfc(path: string): string {
  return path.normalize('NFC');
}
