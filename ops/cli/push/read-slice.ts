import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import type { PartSlice } from '../../../api/contract/part-rule.ts';
import { createDiskPace } from './disk-pace.ts';
import { type LocalFile, localPath } from './local-file.ts';
import { reasonOf } from './read-folder.ts';

/** What is read in one go. */
const WHOLE_BYTES = 256 * 1024;
const PIECE_BYTES = 512 * 1024;

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

/** @param pace of the disk; a file that was just hashed is in memory */
export function createSliceReader(root: string, pace = createDiskPace()): SliceReader {
  return {
    async read(wanted) {
      if (wanted.slice.size > WHOLE_BYTES) {
        // Before a connection is opened for it.
        await lookAgain(root, wanted.file);
        return readPieces(root, wanted, PIECE_BYTES);
      }
      if (pace.isQuick()) return pace.call(() => readWhole(root, wanted));
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
