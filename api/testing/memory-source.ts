import {
  type FileAccess,
  FileChangedError,
  type HashCache,
  type PutAnswer,
  type SliceToPut,
  type Source,
  type SourceEntry,
  type SourceFile,
} from '../client/push/source.ts';
import type { PartSlice } from '../contract/part-rule.ts';

/** A folder as paths with their bytes; a path that ends in `/` is an empty folder. */
export type MemoryContent = Readonly<Record<string, string | Uint8Array>>;

/** A folder in memory, to be pushed. */
export interface MemoryFolder {
  readonly source: Source;
  readonly access: FileAccess;
  /** Bytes of the slices hashed so far, of each path. */
  readonly hashed: ReadonlyMap<string, number>;
  /** Writes to a file that was met already, as another program may at any time. */
  write(path: string, bytes: string | Uint8Array): void;
}

export interface MemoryFolderOptions {
  readonly hashes?: HashCache;
  /** Links, by path. */
  readonly links?: Readonly<Record<string, string>>;
}

export function createMemoryFolder(
  content: MemoryContent,
  { hashes, links = {} }: MemoryFolderOptions = {},
): MemoryFolder {
  const files = new Map<string, Uint8Array>();
  const hashed = new Map<string, number>();
  const write = (path: string, bytes: string | Uint8Array) => {
    files.set(path, typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
  };
  for (const [path, bytes] of Object.entries(content)) {
    if (!path.endsWith('/')) write(path, bytes);
  }

  async function* entries(signal: AbortSignal): AsyncGenerator<SourceEntry> {
    for (const path of Object.keys(content)) {
      signal.throwIfAborted();
      if (path.endsWith('/')) yield { kind: 'directory', path: path.slice(0, -1) };
      else yield { kind: 'file', path, sizeBytes: files.get(path)?.length ?? 0, executable: false };
    }
    for (const [path, target] of Object.entries(links)) yield { kind: 'link', path, target };
  }

  function bytesOf({ path, sizeBytes }: SourceFile, { offset, size }: PartSlice): Uint8Array {
    const bytes = files.get(path);
    if (bytes?.length !== sizeBytes) throw new FileChangedError(path);
    return bytes.subarray(offset, offset + size);
  }

  return {
    source: { entries },
    hashed,
    write,
    access: {
      ...(hashes ? { hashes } : {}),
      async digest(file, slice, signal) {
        signal.throwIfAborted();
        const bytes = bytesOf(file, slice) as BufferSource; // never over shared memory
        hashed.set(file.path, (hashed.get(file.path) ?? 0) + slice.size);
        return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      },
      put: (put, signal, onBytes) =>
        putBytes(put, { body: bytesOf(put.file, put.slice), signal, onBytes }),
    },
  };
}

interface Sending {
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  readonly onBytes: (count: number) => void;
}

async function putBytes(
  { url, headers }: SliceToPut,
  { body, signal, onBytes }: Sending,
): Promise<PutAnswer> {
  // Bytes count as gone once they are handed over, as in most runtimes.
  onBytes(body.length);
  const init = { method: 'PUT', headers, body: body as BodyInit, signal, redirect: 'manual' };
  const answer = await fetch(url, init as RequestInit);
  const text = await answer.text();
  const retryAfter = answer.headers.get('retry-after');
  return {
    status: answer.status,
    code: /<Code>(\w+)<\/Code>/.exec(text)?.[1],
    retryAfterSeconds: retryAfter === null ? undefined : Number(retryAfter),
  };
}
