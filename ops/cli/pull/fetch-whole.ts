import { hash } from 'node:crypto';
import { diskError } from './disk-error.ts';
import { WrongBytesError } from './fetch-error.ts';
import type { FileWriter, WrittenFile } from './file-writer.ts';
import type { SliceFetcher } from './slice-fetcher.ts';
import type { StoreReader } from './store-reader.ts';
import type { WantedFile } from './wanted-folder.ts';

/** Up to here a file is held in memory, checked, and written in one go. */
const HELD_BYTES = 256 * 1024;

/** What a file is fetched with. */
export interface FetchTools {
  readonly reader: StoreReader;
  readonly slices: SliceFetcher;
  readonly writer: FileWriter;
  readonly signal: AbortSignal;
  /** Told how many bytes more have come, or fewer: what came in vain. */
  readonly onBytes: (count: number) => void;
}

/**
 * Brings a file of one part.
 * @throws WrongBytesError, and what the reader, the fetcher and the writer throw
 */
export function fetchWhole(tools: FetchTools, file: WantedFile, url: string): Promise<WrittenFile> {
  return file.size <= HELD_BYTES ? fetchHeld(tools, file, url) : fetchStreamed(tools, file, url);
}

async function fetchHeld(tools: FetchTools, file: WantedFile, url: string): Promise<WrittenFile> {
  const { reader, writer, signal, onBytes } = tools;
  const bytes = Buffer.allocUnsafe(file.size);
  let filled = 0;
  const take = (chunk: Buffer) => {
    filled += chunk.copy(bytes, filled);
  };
  await reader.read({ url, size: file.size }, take, signal);
  if (hash('sha256', bytes, 'hex') !== file.sha256) throw new WrongBytesError();
  const temp = await writer.open(file);
  try {
    writer.writeNow(temp, bytes);
    const written = writer.finish(temp);
    onBytes(file.size);
    return written;
  } catch (error) {
    writer.drop(temp);
    throw error;
  }
}

async function fetchStreamed(
  tools: FetchTools,
  file: WantedFile,
  url: string,
): Promise<WrittenFile> {
  const { slices, writer, signal, onBytes } = tools;
  const { size } = file;
  const temp = await writer.open(file);
  try {
    const digest = await slices.fetch({ url, size, fd: temp.fd }, signal, onBytes);
    if (digest.toString('hex') === file.sha256) return writer.finish(temp);
    onBytes(-size);
    throw new WrongBytesError();
  } catch (error) {
    writer.drop(temp);
    throw diskError(file.path, error, 'written');
  }
}
