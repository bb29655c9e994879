import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { trash } from '../../../db/schema/moves.ts';
import { foldName } from '../../contract/names.ts';
import type { TrashQuery } from '../../contract/trash.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, isOlder, type Page, positionByAge, readCursor } from '../../core/list.ts';
import { HELD, type TrashRow } from './trash-row.ts';

/**
 * One page of what is in the trash, what was deleted last first, by keyset.
 * @throws DcsError `request.bad_cursor`
 */
export async function listTrash(ctx: Context, query: TrashQuery): Promise<Page<TrashRow>> {
  const { cursor, limit, ...filters } = query;
  const scope = ['trash', filters];
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select()
    .from(trash)
    .where(
      and(
        inArray(trash.state, [...HELD]),
        ...conditions(filters),
        position && isOlder(position, trash.deletedAt, trash.id),
      ),
    )
    .orderBy(desc(trash.deletedAt), desc(trash.id))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: (row) => positionByAge(row.deletedAt, row.id),
  });
}

function conditions({ type, deleted_by, q }: Partial<TrashQuery>): (SQL | undefined)[] {
  return [
    type && eq(trash.type, type),
    deleted_by === undefined
      ? undefined
      : sql`lower(${trash.deletedBy}) = ${deleted_by.toLowerCase()}`,
    q === undefined ? undefined : sql`position(${foldName(q)} IN ${trash.titleFolded}) > 0`,
  ];
}
