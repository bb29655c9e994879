import type { PartSlice } from '../../contract/part-rule.ts';

/** A folder to push, wherever it lies: on a disk, or picked in a browser. */
export interface Source {
  /**
   * All that is in it, in any order. Directories need be given only where they are empty.
   * @throws SourceError when something in it cannot be read, or cannot be pushed
   */
  entries(signal: AbortSignal): AsyncIterable<SourceEntry>;
}

export type SourceEntry = SourceFile | SourceDirectory | SourceLink;

export interface SourceDirectory {
  readonly kind: 'directory';
  /** From the folder on, with `/`. */
  readonly path: string;
}

/** A symbolic link. */
export interface SourceLink {
  readonly kind: 'link';
  readonly path: string;
  /** As the link has it, with `/`. */
  readonly target: string;
}

export interface SourceFile {
  readonly kind: 'file';
  readonly path: string;
  /** When it was met; a file whose size is another later has changed. */
  readonly sizeBytes: number;
  readonly executable: boolean;
}

/** A slice of a file to be put at a presigned URL. */
export interface SliceToPut<F extends SourceFile = SourceFile> {
  readonly file: F;
  readonly slice: PartSlice;
  readonly url: string;
  /** To send exactly so. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What the store answered to a PUT. */
export interface PutAnswer {
  readonly status: number;
  /** The S3 error code of the body, such as `NoSuchUpload`; undefined on success or without one. */
  readonly code: string | undefined;
  readonly retryAfterSeconds: number | undefined;
}

/**
 * What differs between a disk and a browser: how files are read, hashed and sent.
 * @typeParam F the files of its own kind of source
 */
export interface FileAccess<F extends SourceFile = SourceFile> {
  /**
   * SHA-256 of a slice, 32 bytes. May be called for several slices at once, and decides by itself
   * how many it works on side by side.
   * @throws FileChangedError
   */
  digest(file: F, slice: PartSlice, signal: AbortSignal): Promise<Uint8Array>;
  /**
   * Sends a slice, with its very length and no Authorization. Redirects are not followed.
   * @param onBytes told how many bytes more have gone out, so far as the runtime can tell
   * @returns the store's answer, whatever it is
   * @throws FileChangedError, TypeError or another error when no answer came
   */
  put(
    put: SliceToPut<F>,
    signal: AbortSignal,
    onBytes: (count: number) => void,
  ): Promise<PutAnswer>;
  /** Hashes known from earlier, for files that are as they were. As on the wire. */
  readonly hashes?: HashCache<F>;
}

export interface HashCache<F extends SourceFile = SourceFile> {
  get(file: F): string | undefined;
  set(file: F, sha256: string): void;
}

/** Something in the source cannot be pushed. The message is for people; `path` is from the folder on. */
export class SourceError extends Error {
  override readonly name: string = 'SourceError';
  readonly path: string;

  constructor(path: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.path = path;
  }
}

/** The file is not what it was when it was met, or hashed: it was written to, or is gone. */
export class FileChangedError extends SourceError {
  override readonly name = 'FileChangedError';

  constructor(path: string, options?: ErrorOptions) {
    super(
      path,
      `${path} changed while it was being pushed. Push again once it is at rest.`,
      options,
    );
  }
}
