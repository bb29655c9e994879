import type { FileHandle } from 'node:fs/promises';
import { open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import type { Catalog, CatalogEvent } from './catalog.ts';
import type { JournalPort } from './kept-store.ts';
import { syncDirectory } from './sync-directory.ts';

const NEWLINE = 10;
/** Rewritten at start once it holds this many times what the catalog needs (and some). */
const SLACK_FACTOR = 2;
const SLACK_LINES = 1000;

type Waiting = { line: string; resolve: () => void; reject: (error: unknown) => void };

function encodeLine(event: CatalogEvent): string {
  const json = JSON.stringify(event);
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`;
}

/** The event of a line, or null when the line is torn. */
function decodeLine(line: string): CatalogEvent | null {
  const json = line.slice(9);
  if (crc32(json).toString(16).padStart(8, '0') !== line.slice(0, 8)) {
    return null;
  }
  // Its checksum says we wrote it, so it has the shape we write.
  return JSON.parse(json) as CatalogEvent;
}

/**
 * Replays a journal into `catalog`. A torn tail, which no one was told about, is left out; a broken
 * line with whole ones behind it is damage, and refused rather than guessed at.
 */
function replay(path: string, bytes: Buffer, catalog: Catalog): { length: number; lines: number } {
  let start = 0;
  let lines = 0;
  let tornAt: number | null = null;
  for (;;) {
    const end = bytes.indexOf(NEWLINE, start);
    if (end < 0) {
      return { length: tornAt ?? start, lines };
    }
    const event = decodeLine(bytes.toString('utf8', start, end));
    if (event === null) {
      tornAt ??= start;
    } else if (tornAt !== null) {
      throw new Error(
        `${path} is damaged at byte ${tornAt}, before changes that are whole. Restore it from a copy.`,
      );
    } else {
      catalog.apply(event);
      lines += 1;
    }
    start = end + 1;
  }
}

/**
 * The catalog's changes as an append-only file, a checksummed JSON line each. Changes that arrive
 * while one is being synced share the next write and sync.
 */
export class DiskJournal implements JournalPort {
  #file: FileHandle;
  #length: number;
  #waiting: Waiting[] = [];
  #flushing: Promise<void> | null = null;
  #broken: unknown = null;

  private constructor(file: FileHandle, length: number) {
    this.#file = file;
    this.#length = length;
  }

  /** Reads `path` into `catalog`, cuts a torn tail, compacts it if worth while, opens it to append. */
  static async open(path: string, catalog: Catalog): Promise<DiskJournal> {
    await rm(`${path}.new`, { force: true });
    const { length, lines } = replay(path, await readFile(path), catalog);
    const snapshot = [...catalog.snapshot()];
    if (lines > snapshot.length * SLACK_FACTOR + SLACK_LINES) {
      return await DiskJournal.#rewrite(path, snapshot);
    }
    const file = await open(path, 'r+');
    await file.truncate(length);
    await file.sync();
    return new DiskJournal(file, length);
  }

  static async #rewrite(path: string, events: CatalogEvent[]): Promise<DiskJournal> {
    const file = await open(`${path}.new`, 'w');
    await file.writeFile(events.map(encodeLine));
    await file.sync();
    await file.close();
    await rename(`${path}.new`, path);
    await syncDirectory(dirname(path));
    const renamed = await open(path, 'r+');
    return new DiskJournal(renamed, (await renamed.stat()).size);
  }

  append(event: CatalogEvent): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ line: encodeLine(event), resolve, reject });
      this.#flushing ??= this.#flush();
    });
  }

  async close(): Promise<void> {
    await this.#flushing;
    await this.#file.close();
  }

  async #flush(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0);
      try {
        await this.#write(Buffer.from(batch.map((waiting) => waiting.line).join('')));
        for (const waiting of batch) {
          waiting.resolve();
        }
      } catch (error) {
        for (const waiting of batch) {
          waiting.reject(error);
        }
      }
    }
    this.#flushing = null;
  }

  async #write(bytes: Buffer): Promise<void> {
    if (this.#broken !== null) {
      throw new Error('The journal cannot be written any more; restart.', { cause: this.#broken });
    }
    try {
      let written = 0;
      while (written < bytes.length) {
        const position = this.#length + written;
        const left = bytes.length - written;
        const { bytesWritten } = await this.#file.write(bytes, written, left, position);
        written += bytesWritten;
      }
    } catch (error) {
      await this.#cutBack(error);
      throw error;
    }
    try {
      await this.#file.datasync();
    } catch (error) {
      // After a failed sync nobody knows what the disk holds, and a second one may lie.
      this.#broken = error;
      throw error;
    }
    this.#length += bytes.length;
  }

  /** A full disk leaves half a line; without it later changes can still be appended. */
  async #cutBack(reason: unknown): Promise<void> {
    try {
      await this.#file.truncate(this.#length);
    } catch {
      this.#broken = reason;
    }
  }
}
