import { and, notInArray, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import { operations } from '../../../db/schema/operations.ts';
import type { Context } from '../context.ts';
import { UNDER_WAY } from './operation-row.ts';

const KEPT_DAYS = 30;

/** Forgets operations that ended more than thirty days ago. */
export async function removeOldOperations({ db }: Pick<Context, 'db'>): Promise<void> {
  const { state, updatedAt } = operations;
  const isOld = sql`${updatedAt} < ${dcsNow} - make_interval(days => ${KEPT_DAYS})`;
  await db.delete(operations).where(and(notInArray(state, UNDER_WAY), isOld));
}
