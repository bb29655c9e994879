import { and, eq } from 'drizzle-orm';
import { moveMultiparts } from '../../../db/schema/moves.ts';
import { type PartPlan, partPlan, partSlice } from '../../contract/part-rule.ts';
import type { Context } from '../../core/context.ts';
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
 * Copies within the store. What an earlier attempt copied is written again, with the same bytes.
 * What has no source any more is passed over: whether all has come is for the caller to see.
 * @throws DcsError; LeaseLostError
 */
export async function copyObjects(
  ctx: Context,
  run: OperationRun,
  copies: readonly Copy[],
): Promise<void> {
  const small = copies.filter(({ sizeBytes }) => !partPlan(sizeBytes));
  await forEachAtOnce(small, SMALL_AT_ONCE, async ({ from, to, etag }) => {
    await ctx.blobs.copy(from, to, etag);
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
  if (!isWhole) return abortCopy(ctx, begun);
  await ctx.blobs.completeCopyMultipart(to, multipartId, etags);
  await forgetCopy(ctx, begun);
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
