import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlobPort } from './kept-store.ts';
import { syncDirectory } from './sync-directory.ts';

const READ_BYTES = 256 * 1024;
const BLOB_NAME = /^[0-9a-f]{32}$/;
const FAN_OUT = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

/**
 * Blobs as files `blobs/ab/abcd…`, 256 folders wide. Names are random hex, so any key works on any
 * file system. A body is written to `incoming/`, synced, then renamed.
 */
export class DiskBlobs implements BlobPort {
  #incoming: string;
  #blobs: string;

  private constructor(dir: string) {
    this.#incoming = join(dir, 'incoming');
    this.#blobs = join(dir, 'blobs');
  }

  static async open(dir: string): Promise<DiskBlobs> {
    const blobs = new DiskBlobs(dir);
    await rm(blobs.#incoming, { recursive: true, force: true });
    await mkdir(blobs.#incoming, { recursive: true });
    for (const name of FAN_OUT) {
      await mkdir(join(blobs.#blobs, name), { recursive: true });
    }
    await syncDirectory(blobs.#blobs);
    await syncDirectory(dir);
    return blobs;
  }

  /** Removes every blob not in `wanted`: left over by a crash between a body and its commit. */
  async sweep(wanted: ReadonlySet<string>): Promise<void> {
    for (const name of FAN_OUT) {
      for (const id of await readdir(join(this.#blobs, name))) {
        if (BLOB_NAME.test(id) && !wanted.has(id)) {
          await this.remove(id);
        }
      }
    }
  }

  async write(chunks: AsyncIterable<Uint8Array>): Promise<{ id: string; sizeBytes: number }> {
    const id = randomBytes(16).toString('hex');
    const incoming = join(this.#incoming, id);
    let sizeBytes = 0;
    async function* counted() {
      for await (const chunk of chunks) {
        sizeBytes += chunk.length;
        yield chunk;
      }
    }
    try {
      const file = await open(incoming, 'wx');
      try {
        await file.writeFile(counted());
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(incoming, this.#path(id));
      await syncDirectory(join(this.#blobs, id.slice(0, 2)));
    } catch (error) {
      await rm(incoming, { force: true });
      throw error;
    }
    return { id, sizeBytes };
  }

  async *read(
    blob: { id: string; sizeBytes: number },
    range: { first: number; last: number },
  ): AsyncGenerator<Uint8Array> {
    const file = await open(this.#path(blob.id), 'r');
    try {
      yield* file.createReadStream({
        start: range.first,
        end: range.last,
        highWaterMark: READ_BYTES,
        autoClose: false,
      });
    } finally {
      await file.close();
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#path(id), { force: true });
  }

  #path(id: string): string {
    return join(this.#blobs, id.slice(0, 2), id);
  }
}
