import {
  type FileAccess,
  FileChangedError,
  SourceError,
} from '../../../../api/client/push/source.ts';
import type { BrowserFile } from '../folder/read-folder.ts';
import type { DigestCache } from './digest-cache.ts';
import { type FileSlice, sliceOf } from './digest-slice.ts';
import type { KeptBytes } from './kept-bytes.ts';
import type { SliceHasher } from './slice-hasher.ts';
import { xhrPut } from './xhr-put.ts';

/** So little is sent as bytes: of a file, the browser's processes exchange several messages more. */
const SMALL_BYTES = 256 * 1024;

export interface BrowserAccessParts {
  readonly hasher: SliceHasher;
  readonly digests: DigestCache;
  /** Where what is hashed waits until it is sent, if it will be. */
  readonly kept?: KeptBytes;
  /** Told how many bytes more of a file have gone out; less than none where they are sent anew. */
  readonly onSent?: (path: string, bytes: number) => void;
}

/** How the files of a picked folder are hashed and sent. */
export function createBrowserAccess(parts: BrowserAccessParts): FileAccess<BrowserFile> {
  const { hasher, digests, kept, onSent = () => {} } = parts;
  return {
    async digest(met, { offset, size }, signal) {
      const known = digests.get(met, offset);
      if (known) return known;
      const { file, path } = met;
      const withBytes = size <= SMALL_BYTES && kept !== undefined && kept.hasRoom(size);
      const reply = await hasher.ask({ file, offset, size, withBytes }, signal);
      switch (reply.kind) {
        case 'digest':
          digests.set(met, offset, reply.digest);
          if (reply.bytes) kept?.keep(path, reply.bytes);
          return reply.digest;
        case 'changed':
          throw new FileChangedError(path);
        case 'failed':
          throw new SourceError(path, `${path} cannot be read: ${reply.message}`);
      }
    },
    async put({ file: { file, path }, slice: { offset, size }, url, headers }, signal, onBytes) {
      let counted = 0;
      const count = (bytes: number) => {
        counted += bytes;
        onSent(path, bytes);
        onBytes(bytes);
      };
      const slice = { file, offset, size };
      try {
        const body =
          size > SMALL_BYTES
            ? file.slice(offset, offset + size)
            : (kept?.take(path) ?? (await sliceOf(slice).arrayBuffer()));
        const answer = await xhrPut({ url, headers, body }, signal, count);
        if (answer.status >= 300) onSent(path, -counted);
        return answer;
      } catch (error) {
        onSent(path, -counted);
        throw await unlessChanged(slice, path, error);
      }
    },
  };
}

/** A file that cannot be read any more looks to the page like a line that broke. */
async function unlessChanged(slice: FileSlice, path: string, error: unknown): Promise<unknown> {
  try {
    await sliceOf(slice).slice(0, 1).arrayBuffer();
    return error;
  } catch (cause) {
    return new FileChangedError(path, { cause });
  }
}
