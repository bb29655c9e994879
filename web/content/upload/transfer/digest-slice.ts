/** A slice of a file to hash. */
export interface DigestRequest {
  readonly file: File;
  /** Bytes. */
  readonly offset: number;
  readonly size: number;
}

export type DigestReply =
  | { readonly kind: 'digest'; readonly digest: Uint8Array }
  /** The file is not what it was when it was picked. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly message: string };

/** What reading a file fails with once it was written to, moved or deleted. */
const CHANGED = ['NotReadableError', 'NotFoundError'];

/**
 * The SHA-256 of a slice. Held whole in memory, which is at most one part: Web Crypto hashes no
 * streams, but is twice as fast as what does. Never throws.
 */
export async function digestSlice({ file, offset, size }: DigestRequest): Promise<DigestReply> {
  try {
    const bytes = await file.slice(offset, offset + size).arrayBuffer();
    if (bytes.byteLength !== size) return { kind: 'changed' };
    return { kind: 'digest', digest: new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)) };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : { name: '', message: `${error}` };
    return CHANGED.includes(name) ? { kind: 'changed' } : { kind: 'failed', message };
  }
}
