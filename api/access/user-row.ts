import { eq } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import type { UserBody } from '../contract/users.ts';
import type { Queries } from '../core/database.ts';
import { DcsError } from '../core/errors.ts';

export type UserRow = typeof users.$inferSelect;

/** Without the hash of the password, which goes nowhere. */
export const userSelection = {
  id: users.id,
  email: users.email,
  emailFolded: users.emailFolded,
  role: users.role,
  disabledAt: users.disabledAt,
  createdAt: users.createdAt,
};

export type ListedUser = Omit<UserRow, 'passwordHash'>;

/** @throws DcsError `user.not_found` */
export async function findUser(query: Queries, id: string): Promise<UserBody> {
  const [row] = await query.select(userSelection).from(users).where(eq(users.id, id));
  if (!row) throw new DcsError('user.not_found', { detail: 'No user has this id.' });
  return userBody(row);
}

export function userBody(row: ListedUser): UserBody {
  return {
    id: row.id,
    email: row.email,
    role: row.role,
    disabled_at: row.disabledAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
  };
}
