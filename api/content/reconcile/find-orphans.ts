import type { Context } from '../../core/context.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import type { BlobEntry, ContentBucket } from '../../core/ports.ts';
import { selectOrphans } from '../select-orphans.ts';

const HEADS_AT_ONCE = 32;

/**
 * Those of up to 1,000 entries that nothing accounts for, and that are there still: until they were
 * swept, something may have accounted for the others.
 */
export async function findOrphans(
  ctx: Pick<Context, 'db' | 'blobs'>,
  bucket: ContentBucket,
  entries: readonly BlobEntry[],
): Promise<readonly BlobEntry[]> {
  const keys = await selectOrphans(
    ctx,
    bucket,
    entries.map(({ key }) => key),
  );
  const present = new Set<string>();
  await forEachAtOnce(keys, HEADS_AT_ONCE, async (key) => {
    if (await ctx.blobs.head({ bucket, key })) present.add(key);
  });
  return entries.filter(({ key }) => present.has(key));
}
