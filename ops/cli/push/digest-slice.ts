import { createHash, hash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Bytes read at once. Larger ones are no quicker, and each thread holds one such buffer. */
const BUFFER_BYTES = 1024 * 1024;

const buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/** A slice of a file, and what the file was when it was met. */
export interface DigestRequest {
  /** Where it lies on this machine. */
  readonly localPath: string;
  readonly offset: number;
  readonly size: number;
  readonly fileSize: number;
  readonly mtimeNs: bigint;
}

/** Made of what can be sent between threads. */
export type DigestReply =
  | { readonly kind: 'digest'; readonly digest: Uint8Array }
  /** The file is not what it was. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly code: string | undefined; readonly message: string };

/** The SHA-256 of a slice, read without yielding: for a thread of its own. Never throws. */
export function digestSlice(request: DigestRequest): DigestReply {
  try {
    const file = openSync(request.localPath, 'r');
    try {
      const digest = digestOf(file, request);
      // Afterwards, so that what was written meanwhile is seen too.
      const { size, mtimeNs } = fstatSync(file, { bigint: true });
      const isSame = Number(size) === request.fileSize && mtimeNs === request.mtimeNs;
      return digest && isSame ? { kind: 'digest', digest } : { kind: 'changed' };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    const { message } = error instanceof Error ? error : { message: `${error}` };
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    return code === 'ENOENT' ? { kind: 'changed' } : { kind: 'failed', code, message };
  }
}

/** Undefined where the file ends before the slice does. */
function digestOf(file: number, { offset, size }: DigestRequest): Uint8Array | undefined {
  if (size <= BUFFER_BYTES) {
    if (!fill(file, { offset, size })) return undefined;
    return hash('sha256', buffer.subarray(0, size), 'buffer');
  }
  const running = createHash('sha256');
  for (let done = 0; done < size; ) {
    const piece = { offset: offset + done, size: Math.min(BUFFER_BYTES, size - done) };
    if (!fill(file, piece)) return undefined;
    running.update(buffer.subarray(0, piece.size));
    done += piece.size;
  }
  return running.digest();
}

/** Reads so many bytes to the buffer's beginning; false where there are fewer. */
function fill(file: number, { offset, size }: { offset: number; size: number }): boolean {
  for (let done = 0; done < size; ) {
    const count = readSync(file, buffer, done, size - done, offset + done);
    if (count === 0) return false;
    done += count;
  }
  return true;
}
