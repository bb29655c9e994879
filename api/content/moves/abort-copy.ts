import { and, eq } from 'drizzle-orm';
import { moveMultiparts } from '../../../db/schema/moves.ts';
import type { Context } from '../../core/context.ts';

/** A multipart upload that a move has begun, as it was noted. */
export type CopyMultipart = typeof moveMultiparts.$inferSelect;

/** Gives it up, also when there is none any more. */
export async function abortCopy(
  ctx: Pick<Context, 'db' | 'blobs'>,
  copy: CopyMultipart,
): Promise<void> {
  await ctx.blobs.abortMultipart(copy, copy.multipartId);
  await forgetCopy(ctx, copy);
}

/** To be called when it is joined or aborted. */
export async function forgetCopy({ db }: Pick<Context, 'db'>, copy: CopyMultipart): Promise<void> {
  const { operationId, key, multipartId } = moveMultiparts;
  await db
    .delete(moveMultiparts)
    .where(
      and(eq(operationId, copy.operationId), eq(key, copy.key), eq(multipartId, copy.multipartId)),
    );
}
