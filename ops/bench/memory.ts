import { statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';

/** Linux's file system in memory. */
const IN_MEMORY = '/dev/shm';

/**
 * Where the store of a bench that deletes much keeps its data: in memory, where that has so much room
 * and TMPDIR names no other place. On a disk it is the file system that would be measured. ext4 without
 * a journal, as machines of a cloud have it, takes no inode that was deleted in the last minutes, and
 * passes over all of them for each file it makes: what one mover deleted, the next pays for.
 * Source: `recently_deleted` in fs/ext4/ialloc.c of Linux
 */
export async function memoryFor(bytes: number): Promise<string> {
  if (process.env.TMPDIR) return tmpdir();
  try {
    const { bavail, bsize } = await statfs(IN_MEMORY);
    return bavail * bsize >= bytes ? IN_MEMORY : tmpdir();
  } catch {
    return tmpdir(); // no such place: macOS, Windows
  }
}
