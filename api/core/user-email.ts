import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';

/**
 * The email of the user whose id a column holds, for a selection; null if there is no such user. What
 * tells of people keeps their ids alone, and only the core reads across the modules' tables.
 */
export function userEmail(id: SQLWrapper): SQL<string | null> {
  return sql<string | null>`(SELECT ${users.email} FROM ${users} WHERE ${users.id} = ${id})`;
}
