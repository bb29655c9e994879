import { type FileAccess, FileChangedError, SourceError } from '../../../api/client/push/source.ts';
import type { FolderHashes } from './hash-cache.ts';
import { createHttpPut } from './http-put.ts';
import { type LocalFile, localPath } from './local-file.ts';
import { createSliceReader } from './read-slice.ts';
import { createSliceHasher } from './slice-hasher.ts';

/** How the files of a local folder are read, hashed and sent. */
export interface LocalAccess extends FileAccess<LocalFile> {
  /** Ends its threads and connections. */
  close(): Promise<void>;
}

/** @param root where the folder really lies */
export function createLocalAccess(root: string, hashes: FolderHashes): LocalAccess {
  const hasher = createSliceHasher();
  const sender = createHttpPut();
  const reader = createSliceReader(root);
  return {
    hashes,
    async digest(file, slice, signal) {
      const { path, sizeBytes: fileSize, mtimeNs } = file;
      const request = { localPath: localPath(root, path), ...slice, fileSize, mtimeNs };
      const reply = await hasher.digest(request, signal);
      switch (reply.kind) {
        case 'digest':
          return reply.digest;
        case 'changed':
          throw new FileChangedError(path);
        case 'failed':
          throw new SourceError(path, `${path} cannot be read: ${reply.message}.`);
      }
    },
    async put({ file, slice, url, headers }, signal, onBytes) {
      const body = await reader.read({ file, slice });
      return await sender.put({ url, headers, sizeBytes: slice.size, body }, signal, onBytes);
    },
    async close() {
      sender.close();
      await hasher.close();
    },
  };
}
