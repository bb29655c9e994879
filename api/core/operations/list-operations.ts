import { and, desc, inArray } from 'drizzle-orm';
import { operations } from '../../../db/schema/operations.ts';
import type { OperationQuery } from '../../contract/operations.ts';
import type { Context } from '../context.ts';
import { cutPage, isOlder, readCursor, writeCursor } from '../list.ts';
import type { OperationRow } from './operation-row.ts';

export interface OperationList {
  readonly rows: readonly OperationRow[];
  readonly nextCursor: string | null;
}

/**
 * One page of operations, newest first.
 * @throws DcsError `request.bad_cursor`
 */
export async function listOperations(ctx: Context, query: OperationQuery): Promise<OperationList> {
  const { cursor, limit, ...scope } = query;
  const position = await readCursor(cursor, scope);
  const { createdAt, id } = operations;
  const found = await ctx.db
    .select()
    .from(operations)
    .where(
      and(
        query.state && inArray(operations.state, query.state),
        query.type && inArray(operations.type, query.type),
        position && isOlder(position, createdAt, id),
      ),
    )
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1);
  const { rows, last } = cutPage(found, limit);
  return {
    rows,
    nextCursor: last
      ? await writeCursor({ value: last.createdAt.toISOString(), id: last.id }, scope)
      : null,
  };
}
