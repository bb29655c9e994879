import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import type { PartSlice } from '../../../api/contract/part-rule.ts';
import { type LocalFile, localPath } from './local-file.ts';
import { reasonOf } from './read-folder.ts';

/** What is read in one go. */
const WHOLE_BYTES = 256 * 1024;
const PIECE_BYTES = 512 * 1024;
/** A file just hashed is read from memory in microseconds; a disk that takes longer is waited for. */
const QUICK_MS = 2;
/** How many reads in a row are waited for before the disk is tried again. */
const PATIENCE = 100;

interface Wanted {
  readonly file: LocalFile;
  readonly slice: PartSlice;
}

/** Reads slices of the files of a folder, as they were when they were met. */
export interface SliceReader {
  /**
   * All bytes of a small slice, those of a larger one piece by piece.
   * @throws FileChangedError, SourceError
   */
  read(wanted: Wanted): Promise<Uint8Array | AsyncIterable<Uint8Array>>;
}

/** @param quickMs what a read may take that is not waited for, milliseconds */
export function createSliceReader(root: string, quickMs = QUICK_MS): SliceReader {
  let patience = 0;

  /** Without a round trip through the thread pool for each call, which costs more than the read. */
  function readNow(wanted: Wanted): Uint8Array {
    const began = performance.now();
    try {
      return readWhole(root, wanted);
    } finally {
      if (performance.now() - began > quickMs) patience = PATIENCE;
    }
  }

  return {
    async read(wanted) {
      if (wanted.slice.size > WHOLE_BYTES) {
        // Before a connection is opened for it.
        await lookAgain(root, wanted.file);
        return readPieces(root, wanted, PIECE_BYTES);
      }
      if (patience === 0) return readNow(wanted);
      patience -= 1;
      return await collected(readPieces(root, wanted, WHOLE_BYTES));
    },
  };
}

function readWhole(root: string, { file, slice }: Wanted): Uint8Array {
  try {
    const handle = openSync(localPath(root, file.path), 'r');
    try {
      const { size, mtimeNs } = fstatSync(handle, { bigint: true });
      requireSame(file, { size, mtimeNs });
      const bytes = Buffer.allocUnsafe(slice.size);
      for (let done = 0; done < slice.size; ) {
        const count = readSync(handle, bytes, done, slice.size - done, slice.offset + done);
        if (count === 0) throw new FileChangedError(file.path);
        done += count;
      }
      return bytes;
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw sourceErrorOf(file.path, error);
  }
}

async function lookAgain(root: string, file: LocalFile): Promise<void> {
  try {
    requireSame(file, await stat(localPath(root, file.path), { bigint: true }));
  } catch (error) {
    throw sourceErrorOf(file.path, error);
  }
}

/** Every piece lies in the same memory. */
async function* readPieces(
  root: string,
  { file, slice }: Wanted,
  pieceBytes: number,
): AsyncGenerator<Uint8Array> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(localPath(root, file.path), 'r');
    requireSame(file, await handle.stat({ bigint: true }));
    const memory = Buffer.allocUnsafe(Math.min(pieceBytes, slice.size));
    for (let done = 0; done < slice.size; ) {
      const wanted = Math.min(memory.length, slice.size - done);
      const { bytesRead } = await handle.read(memory, 0, wanted, slice.offset + done);
      if (bytesRead === 0) throw new FileChangedError(file.path);
      yield memory.subarray(0, bytesRead);
      done += bytesRead;
    }
  } catch (error) {
    throw sourceErrorOf(file.path, error);
  } finally {
    await handle?.close();
  }
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece.slice());
  return Buffer.concat(all);
}

function requireSame(file: LocalFile, now: { size: bigint; mtimeNs: bigint }): void {
  const isSame = Number(now.size) === file.sizeBytes && now.mtimeNs === file.mtimeNs;
  if (!isSame) throw new FileChangedError(file.path);
}

/** What a call of the file system says, told by the file's path. */
function sourceErrorOf(path: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return new FileChangedError(path, { cause: error });
  return new SourceError(path, `${path}: ${reasonOf(error)}.`, { cause: error });
}
