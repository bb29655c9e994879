import { eq } from 'drizzle-orm';
import { users } from '../../db/schema/access.ts';
import type { MeAnswer } from '../contract/access.ts';
import type { Context } from '../core/context.ts';
import { DcsError } from '../core/errors.ts';

/** The signed-in user's own account. */
export async function readMe(ctx: Context): Promise<MeAnswer> {
  if (ctx.actor.type !== 'user') throw new DcsError('auth.required');
  const [user] = await ctx.db.select().from(users).where(eq(users.id, ctx.actor.id));
  if (!user) throw new DcsError('auth.token_invalid');
  const { id, email, role, createdAt } = user;
  return { id, email, role, created_at: createdAt.toISOString() };
}
