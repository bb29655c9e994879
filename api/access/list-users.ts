import { and, asc, isNotNull, isNull, sql } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import { foldName } from '../contract/names.ts';
import type { UserQuery } from '../contract/users.ts';
import type { Context } from '../core/context.ts';
import { cutPage, type Page, readCursor } from '../core/list.ts';
import { type ListedUser, userSelection } from './user-row.ts';

/**
 * One page of the users, by keyset, in the order of their emails.
 * @throws DcsError `request.bad_cursor`
 */
export async function listUsers(ctx: Context, query: UserQuery): Promise<Page<ListedUser>> {
  const { cursor, limit, ...filters } = query;
  const scope = ['users', filters];
  const position = await readCursor(cursor, scope);
  const found = await ctx.db
    .select(userSelection)
    .from(users)
    .where(
      and(
        filters.q === undefined
          ? undefined
          : sql`position(${foldName(filters.q)} IN ${users.emailFolded}) > 0`,
        filters.disabled === undefined
          ? undefined
          : (filters.disabled ? isNotNull : isNull)(users.disabledAt),
        position && sql`${users.emailFolded} > ${position.value}`,
      ),
    )
    .orderBy(asc(users.emailFolded))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: ({ emailFolded, id }) => ({ value: emailFolded, id }),
  });
}
