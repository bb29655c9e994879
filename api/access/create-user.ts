import { and, eq, isNull, sql } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import type { Role } from '../contract/access.ts';
import { foldName } from '../contract/names.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import type { Context } from '../core/context.ts';
import type { Queries, Tx } from '../core/database.ts';
import { violatedUnique } from '../core/database-errors.ts';
import { DcsError } from '../core/errors.ts';
import type { PasswordHasher } from '../core/ports.ts';
import { transaction } from '../core/transaction.ts';
import { invalidToken } from './tokens.ts';

export interface NewUser {
  readonly email: string;
  readonly password: string;
  readonly role: Role;
}

/** What making an account needs. Operators do it, so there is no request behind it. */
export type UserContext = Pick<Context, 'actor' | 'requestId' | 'address' | 'db' | 'ids'> & {
  readonly passwords: PasswordHasher;
};

/**
 * Adds an account.
 * @returns its id
 * @throws DcsError `user.exists` | `auth.token_invalid`
 */
export async function createUser(ctx: UserContext, user: NewUser): Promise<string> {
  const passwordHash = await ctx.passwords.hash(user.password);
  try {
    return await transaction(ctx.db, async (tx) => {
      await requireStillEnabled(ctx, tx);
      return insertUser(ctx, tx, { ...user, passwordHash });
    });
  } catch (error) {
    if (violatedUnique(error) !== 'users_email_folded_key') throw error;
    const detail = `There is an account ${user.email} already.`;
    throw new DcsError('user.exists', { detail, cause: error });
  }
}

/**
 * Adds the account unless there is any; of several replicas starting at once, one does.
 * @returns whether this call did
 */
export async function createFirstUser(ctx: UserContext, user: NewUser): Promise<boolean> {
  if (await hasUsers(ctx.db)) return false;
  const passwordHash = await ctx.passwords.hash(user.password);
  return transaction(ctx.db, async (tx) => {
    await tx.execute(sql`LOCK TABLE users IN SHARE ROW EXCLUSIVE MODE`);
    if (await hasUsers(tx)) return false;
    await insertUser(ctx, tx, { ...user, passwordHash });
    return true;
  });
}

/** A token is remembered for a moment; whoever was disabled meanwhile must not stay by another name. */
async function requireStillEnabled({ actor }: UserContext, tx: Tx): Promise<void> {
  if (actor.type !== 'user') return;
  const [enabled] = await tx
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, actor.id), isNull(users.disabledAt)))
    .for('share');
  if (!enabled) throw invalidToken();
}

async function hasUsers(query: Queries): Promise<boolean> {
  const rows = await query.select({ id: users.id }).from(users).limit(1);
  return rows.length > 0;
}

async function insertUser(
  ctx: UserContext,
  tx: Tx,
  { email, passwordHash, role }: Omit<NewUser, 'password'> & { passwordHash: string },
): Promise<string> {
  const id = ctx.ids.uuid();
  await tx.insert(users).values({ id, email, emailFolded: foldName(email), passwordHash, role });
  await writeAudit(ctx, tx, {
    action: 'user.create',
    target: { type: 'user', id, name: email },
    after: { email, role },
  });
  return id;
}
