import { compareUtf8 } from '../contract/utf8.ts';
import type { Context } from '../core/context.ts';
import type { BlobEntry, Bucket } from '../core/ports.ts';

export interface Walk {
  readonly bucket: Bucket;
  readonly prefix: string;
  /** Leaves out keys up to and including this one. */
  readonly after?: string | undefined;
  /** Called after each page of the store's list. */
  onPage?(): Promise<void>;
}

/**
 * Walks what the store holds below a prefix alongside rows that come in the same order.
 * @returns what tells what is stored under a key; to be asked in the byte order of keys
 */
export function walkStore(ctx: Pick<Context, 'blobs'>, walk: Walk) {
  const listed = eachEntry(ctx, walk);
  let reached: BlobEntry | undefined;
  let isOver = false;
  return async (key: string): Promise<BlobEntry | undefined> => {
    // What nobody asks for is passed over.
    while (!isOver && (reached === undefined || compareUtf8(reached.key, key) < 0)) {
      const { done, value } = await listed.next();
      isOver = done === true;
      reached = done ? undefined : value;
    }
    return reached?.key === key ? reached : undefined;
  };
}

/** Everything the store holds below a prefix, one by one, in the byte order of keys. */
export async function* eachEntry(
  { blobs }: Pick<Context, 'blobs'>,
  { bucket, prefix, after, onPage }: Walk,
): AsyncGenerator<BlobEntry, void> {
  for await (const page of blobs.list(bucket, prefix, after)) {
    yield* page;
    await onPage?.();
  }
}
