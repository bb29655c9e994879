import type { Context } from '../../core/context.ts';
import { keyPrefixOf, type UploadWithFolder } from './upload-row.ts';

/** What the store holds for a path of an upload. */
export interface Arrived {
  readonly path: string;
  readonly sizeBytes: number;
}

/**
 * What the store holds for an upload, in the byte order of paths, a page of its list at a time;
 * unfinished multiparts not.
 * @param after leaves out paths up to and including this one
 */
export async function* listArrived(
  ctx: Context,
  held: UploadWithFolder,
  after = '',
): AsyncGenerator<readonly Arrived[], void> {
  const prefix = keyPrefixOf(held);
  const startAfter = after === '' ? undefined : prefix + after;
  for await (const page of ctx.blobs.list(held.folder.bucket, prefix, startAfter)) {
    yield page.map(({ key, sizeBytes }) => ({ path: key.slice(prefix.length), sizeBytes }));
  }
}

/** All of it: sizes in bytes, by path. */
export async function findArrived(
  ctx: Context,
  held: UploadWithFolder,
): Promise<ReadonlyMap<string, number>> {
  const arrived = new Map<string, number>();
  for await (const page of listArrived(ctx, held)) {
    for (const { path, sizeBytes } of page) arrived.set(path, sizeBytes);
  }
  return arrived;
}
