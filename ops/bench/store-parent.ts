import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** Linux's file system in memory. */
const IN_MEMORY = '/dev/shm';

/**
 * Where the store of a bench that deletes much shall keep its data: in memory, where so much is free
 * and TMPDIR names no other place; docs/benchmarks.md says why.
 */
export async function storeParent(bytes: number): Promise<string> {
  if (process.env.TMPDIR) return tmpdir();
  try {
    const { bavail, bsize } = await statfs(IN_MEMORY);
    const free = Math.min(bavail * bsize, process.availableMemory());
    return free >= bytes ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir(); // no such place: macOS, Windows
  }
}
