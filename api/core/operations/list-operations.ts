import { and, desc, inArray } from 'drizzle-orm';
import { operations } from '../../../db/schema/operations.ts';
import type { OperationQuery } from '../../contract/operations.ts';
import type { Context } from '../context.ts';
import { cutPage, isOlder, type Page, positionByAge, readCursor } from '../list.ts';
import type { OperationRow } from './operation-row.ts';

/**
 * One page of operations, newest first.
 * @throws DcsError `request.bad_cursor`
 */
export async function listOperations(
  ctx: Context,
  query: OperationQuery,
): Promise<Page<OperationRow>> {
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
  return cutPage(found, {
    limit,
    scope,
    positionOf: (row) => positionByAge(row.createdAt, row.id),
  });
}
