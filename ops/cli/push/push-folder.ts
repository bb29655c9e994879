import type { ApiClient } from '../../../api/client/api-client.ts';
import { createPush } from '../../../api/client/push/create-push.ts';
import type { Push, PushOptions } from '../../../api/client/push/push-types.ts';
import { FileChangedError } from '../../../api/client/push/source.ts';
import type { Cli } from '../cli.ts';
import type { FolderSource } from './folder-source.ts';
import { cacheDirectory, type FolderHashes, noHashCache, openHashCache } from './hash-cache.ts';
import { createLocalAccess } from './local-access.ts';

export interface FolderToPush {
  readonly source: FolderSource;
  /** Hash every file, also those that look as they did. */
  readonly rehash: boolean;
  readonly client: ApiClient;
  readonly options: PushOptions;
}

/** Has `work` push a folder with the hashes known of it, and keeps what was learnt. */
export async function withFolderPush<T>(
  cli: Cli,
  { source, rehash, client, options }: FolderToPush,
  work: (push: Push) => Promise<T>,
): Promise<T> {
  const hashes = await hashesOf(cli, source.root, rehash);
  const access = createLocalAccess(source.root, hashes);
  let isWhole = false;
  try {
    const result = await work(createPush({ api: client, source, access }, options));
    isWhole = true;
    return result;
  } catch (error) {
    // What is known of it may be what was wrong.
    if (error instanceof FileChangedError) hashes.forget(error.path);
    throw error;
  } finally {
    hashes.close(isWhole);
    await access.close();
  }
}

/** A cache that cannot be kept is done without. */
async function hashesOf(cli: Cli, root: string, fresh: boolean): Promise<FolderHashes> {
  try {
    return await openHashCache({ directory: cacheDirectory(cli.env), root, fresh });
  } catch {
    return noHashCache();
  }
}
