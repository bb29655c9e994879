/** What is kept of one upload, at most. */
const MAX_BYTES = 64 * 1024 * 1024;

/** Bytes of small files, from their hashing until they are sent, so that they are read once. */
export interface KeptBytes {
  /** Whether so many bytes more would be kept. */
  hasRoom(sizeBytes: number): boolean;
  keep(path: string, bytes: ArrayBuffer): void;
  /** Gives what is kept of a file, and keeps it no longer. */
  take(path: string): ArrayBuffer | undefined;
}

export function createKeptBytes(maxBytes = MAX_BYTES): KeptBytes {
  const kept = new Map<string, ArrayBuffer>();
  let keptBytes = 0;
  const hasRoom = (sizeBytes: number) => keptBytes + sizeBytes <= maxBytes;
  return {
    hasRoom,
    keep(path, bytes) {
      // Others may have taken the room since it was asked for.
      if (kept.has(path) || !hasRoom(bytes.byteLength)) return;
      kept.set(path, bytes);
      keptBytes += bytes.byteLength;
    },
    take(path) {
      const bytes = kept.get(path);
      kept.delete(path);
      keptBytes -= bytes?.byteLength ?? 0;
      return bytes;
    },
  };
}
