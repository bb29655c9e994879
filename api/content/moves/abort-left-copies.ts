import { sql } from 'drizzle-orm';
import { moveMultiparts } from '../../../db/schema/moves.ts';
import type { Budget } from '../../core/budget.ts';
import type { Context } from '../../core/context.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import { UNDER_WAY } from '../../core/operations/operation-row.ts';
import { abortCopy } from './abort-copy.ts';

const AT_ONCE = 8;
const A_PAGE = 100;

/**
 * Aborts the multipart uploads that moves have begun and left, by a worker that died or came too late.
 * While a move goes on it does so itself, where it copies the same file once more.
 */
export async function abortLeftCopies(
  ctx: Pick<Context, 'db' | 'blobs'>,
  budget: Budget,
): Promise<void> {
  const isOver = sql`NOT EXISTS (SELECT FROM operations o
    WHERE o.id = ${moveMultiparts.operationId} AND o.state = ANY(${sql.param(UNDER_WAY)}::text[]))`;
  while (!budget.isSpent()) {
    const left = await ctx.db.select().from(moveMultiparts).where(isOver).limit(A_PAGE);
    if (left.length === 0) return;
    await forEachAtOnce(left, AT_ONCE, (copy) => abortCopy(ctx, copy));
  }
}
