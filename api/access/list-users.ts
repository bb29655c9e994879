import { and, asc, isNotNull, isNull, sql } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import { foldName } from '../contract/names.ts';
import type { UserBody, UserQuery } from '../contract/users.ts';
import type { Context } from '../core/context.ts';
import { cutPage, readCursor, writeCursor } from '../core/list.ts';
import { userBody, userSelection } from './user-row.ts';

export interface UserList {
  readonly items: UserBody[];
  readonly nextCursor: string | null;
}

/**
 * One page of the users, by keyset, in the order of their emails.
 * @throws DcsError `request.bad_cursor`
 */
export async function listUsers(ctx: Context, query: UserQuery): Promise<UserList> {
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
  const { rows, last } = cutPage(found, limit);
  const end = last && { value: last.emailFolded, id: last.id };
  return {
    items: rows.map(userBody),
    nextCursor: end ? await writeCursor(end, scope) : null,
  };
}
