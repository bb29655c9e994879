import { and, eq } from 'drizzle-orm';
import { moveMultiparts } from '../../../db/schema/moves.ts';
import { type PartPlan, partPlan, partSlice } from '../../contract/part-rule.ts';
import type { Context } from '../../core/context.ts';
import { DcsError } from '../../core/errors.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import type { OperationRun } from '../../core/operations/lease.ts';
import type { ContentAddress } from '../../core/ports.ts';
import { abortCopy, type CopyMultipart, forgetCopy } from './abort-copy.ts';

const SMALL_AT_ONCE = 32;
const LARGE_AT_ONCE = 4;
const PARTS_AT_ONCE = 4;

/** An object to copy, and where to. */
export interface Copy {
  readonly from: ContentAddress;
  readonly to: ContentAddress;
  readonly sizeBytes: number;
  /** The source's, as the store lists it. */
  readonly etag: string;
}

/**
 * Copies within the store, and sees that each copy has the ETag of its source, and so its bytes. What
 * an earlier attempt copied is written again.
 * @throws DcsError `storage.unavailable`; LeaseLostError
 */
export async function copyObjects(
  ctx: Context,
  run: OperationRun,
  copies: readonly Copy[],
): Promise<void> {
  const small = copies.filter(({ sizeBytes }) => !partPlan(sizeBytes));
  await forEachAtOnce(small, SMALL_AT_ONCE, async (copy) => {
    const { from, to, etag } = copy;
    requireSame(copy, await ctx.blobs.copy(from, to, etag));
    await run.advance(0);
  });
  const large = copies.flatMap((copy) => {
    const plan = partPlan(copy.sizeBytes);
    return plan ? [{ copy, plan }] : [];
  });
  await forEachAtOnce(large, LARGE_AT_ONCE, (one) => copyInParts(ctx, run, one));
}

interface LargeCopy {
  readonly copy: Copy;
  readonly plan: PartPlan;
}

/** At the borders of the source's parts, so that the ETags can be compared. */
async function copyInParts(
  ctx: Context,
  run: OperationRun,
  { copy, plan }: LargeCopy,
): Promise<void> {
  const begun = await beginMultipart(ctx, run, copy.to);
  const { multipartId } = begun;
  const { from, to, etag, sizeBytes } = copy;
  const numbers = Array.from({ length: plan.parts }, (_, index) => index + 1);
  const etags: string[] = [];
  await forEachAtOnce(numbers, PARTS_AT_ONCE, async (number) => {
    const slice = partSlice(sizeBytes, number);
    if (!slice) throw new RangeError(`A file of ${sizeBytes} bytes has no part ${number}.`);
    const range = { offset: slice.offset, sizeBytes: slice.size };
    const part = await ctx.blobs.copyPart({ from, etag, to, multipartId, number, ...range });
    if (part !== undefined) etags[number - 1] = part;
    await run.advance(0);
  });
  const isWhole = numbers.every((number) => etags[number - 1] !== undefined);
  const completed = isWhole
    ? ((await ctx.blobs.completeCopyMultipart(to, multipartId, etags)) ??
      (await listedEtag(ctx, to)))
    : undefined;
  await (completed === undefined ? abortCopy(ctx, begun) : forgetCopy(ctx, begun));
  requireSame(copy, completed);
}

/** Where the answer to an earlier request to complete it was lost, no second one tells. */
async function listedEtag(
  { blobs }: Pick<Context, 'blobs'>,
  { bucket, key }: ContentAddress,
): Promise<string | undefined> {
  for await (const page of blobs.list(bucket, key)) {
    return page.find((entry) => entry.key === key)?.etag;
  }
  return undefined;
}

function requireSame({ to, etag }: Copy, copied: string | undefined): void {
  if (copied === etag) return;
  throw new DcsError('storage.unavailable', {
    detail: `The copy ${to.bucket}/${to.key} is not there, or is not like its source.`,
  });
}

/** Notes it before any part is copied: stores do not tell which multipart uploads there are. */
async function beginMultipart(
  ctx: Context,
  run: OperationRun,
  { bucket, key }: ContentAddress,
): Promise<CopyMultipart> {
  const operationId = run.operation.id;
  const left = await ctx.db
    .select()
    .from(moveMultiparts)
    .where(and(eq(moveMultiparts.operationId, operationId), eq(moveMultiparts.key, key)));
  for (const copy of left) await abortCopy(ctx, copy);
  const multipartId = await ctx.blobs.createCopyMultipart({ bucket, key });
  const begun = { operationId, bucket, key, multipartId };
  await ctx.db.insert(moveMultiparts).values(begun);
  return begun;
}
