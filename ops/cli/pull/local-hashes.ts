import { hash } from 'node:crypto';
import { type PartSlice, partPlan, partSlice } from '../../../api/contract/part-rule.ts';
import type { FolderHashes } from '../push/hash-cache.ts';
import { type LocalFile, localPath } from '../push/local-file.ts';
import { createSliceHasher, type SliceHasher } from '../push/slice-hasher.ts';

/** Tells the hashes of local files as they are on the wire. */
export interface LocalHashes {
  /**
   * From the cache, or by reading the file.
   * @returns undefined for a file that cannot be read, or that changes meanwhile
   */
  of(file: LocalFile, signal: AbortSignal): Promise<string | undefined>;
  /** The digest of a slice of a file; undefined likewise. */
  ofSlice(file: LocalFile, slice: PartSlice, signal: AbortSignal): Promise<Uint8Array | undefined>;
  close(): Promise<void>;
}

/** @param cache undefined where there is none */
export function createLocalHashes(root: string, cache: FolderHashes | undefined): LocalHashes {
  const hasher: SliceHasher = createSliceHasher();

  const ofSlice: LocalHashes['ofSlice'] = async (file, slice, signal) => {
    const { sizeBytes: fileSize, mtimeNs } = file;
    const request = { localPath: localPath(root, file.path), ...slice, fileSize, mtimeNs };
    const reply = await hasher.digest(request, signal);
    return reply.kind === 'digest' ? reply.digest : undefined;
  };

  async function read(file: LocalFile, signal: AbortSignal): Promise<string | undefined> {
    const parts = partPlan(file.sizeBytes)?.parts ?? 1;
    const digests: Uint8Array[] = [];
    for (let part = 1; part <= parts; part += 1) {
      const slice = partSlice(file.sizeBytes, part);
      const digest = slice && (await ofSlice(file, slice, signal));
      if (!digest) return undefined;
      digests.push(digest);
    }
    return wireHash(digests);
  }

  return {
    async of(file, signal) {
      const known = cache?.get(file);
      if (known !== undefined) return known;
      const sha256 = await read(file, signal);
      if (sha256 !== undefined) cache?.set(file, sha256);
      return sha256;
    },
    ofSlice,
    close: () => hasher.close(),
  };
}

/** The `sha256` of a file of the contract, of the digests of its parts in order. */
export function wireHash(digests: readonly Uint8Array[]): string {
  const [only] = digests;
  if (only && digests.length === 1) return Buffer.from(only).toString('hex');
  return `${hash('sha256', Buffer.concat(digests), 'hex')}-${digests.length}`;
}
