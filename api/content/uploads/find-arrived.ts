import type { Context } from '../../core/context.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/** Sizes in bytes of what the store holds for an upload, by path; unfinished multiparts not. */
export async function findArrived(
  ctx: Context,
  held: UploadWithFolder,
): Promise<ReadonlyMap<string, number>> {
  const prefix = keyPrefixOf(held);
  const arrived = new Map<string, number>();
  for await (const page of ctx.blobs.list(held.folder.bucket, prefix)) {
    for (const { key, sizeBytes } of page) arrived.set(key.slice(prefix.length), sizeBytes);
  }
  return arrived;
}
