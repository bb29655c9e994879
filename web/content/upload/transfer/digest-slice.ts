/** Offset and size in bytes. */
export interface FileSlice {
  readonly file: File;
  readonly offset: number;
  readonly size: number;
}

/** A slice of a file to hash. */
export interface DigestRequest extends FileSlice {
  /** Whether the slice itself is wanted too. */
  readonly withBytes: boolean;
}

export type DigestReply =
  | {
      readonly kind: 'digest';
      readonly digest: Uint8Array;
      readonly bytes: ArrayBuffer | undefined;
    }
  /** The file is not what it was when it was picked. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly message: string };

/** What reading a file fails with once it was written to, moved or deleted. */
const CHANGED = ['NotReadableError', 'NotFoundError'];

/**
 * The SHA-256 of a slice. Held whole in memory, which is at most one part: Web Crypto hashes no
 * streams, but is twice as fast as what does. Never throws.
 */
export async function digestSlice(request: DigestRequest): Promise<DigestReply> {
  const { size, withBytes } = request;
  try {
    const bytes = await sliceOf(request).arrayBuffer();
    if (bytes.byteLength !== size) return { kind: 'changed' };
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
    return { kind: 'digest', digest, bytes: withBytes ? bytes : undefined };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: '', message: `${error}` };
    return CHANGED.includes(name) ? { kind: 'changed' } : { kind: 'failed', message };
  }
}

/** Of a file that is one slice itself, since each slice made costs a call to another process. */
export function sliceOf({ file, offset, size }: FileSlice): Blob {
  return size === file.size ? file : file.slice(offset, offset + size);
}
