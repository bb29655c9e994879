import { sql } from 'drizzle-orm';
import { dcsNow } from '../../db/schema/columns.ts';
import type { Context } from '../core/context.ts';

/** How much of each kind of work is due. */
export interface DueWork {
  /** Uploads to expire. */
  readonly uploads: number;
  /** Records to write to the store. */
  readonly records: number;
  /** Operations whose next attempt is due, and that nobody holds. */
  readonly operations: number;
  /** Objects to delete. */
  readonly objects: number;
  /** Prefixes to sweep. */
  readonly prefixes: number;
}

/** Counts what a tick finds to do, for operators; each part as its step of the tick asks for it. */
export async function countDue({ db }: Pick<Context, 'db'>): Promise<DueWork> {
  const [row] = await db.execute<Record<keyof DueWork, string>>(sql`
    SELECT
      (SELECT count(*) FROM uploads WHERE state = 'open' AND expires_at <= ${dcsNow}) AS uploads,
      (SELECT count(*) FROM outbox) AS records,
      (SELECT count(*) FROM operations WHERE state IN ('queued', 'running')
        AND next_attempt_at <= ${dcsNow}
        AND (lease_until IS NULL OR lease_until <= ${dcsNow})) AS operations,
      (SELECT count(*) FROM objects WHERE state = 'doomed' AND not_before <= ${dcsNow}) AS objects,
      (SELECT count(*) FROM dead_prefixes WHERE due_at <= ${dcsNow}) AS prefixes`);
  return {
    uploads: Number(row?.uploads),
    records: Number(row?.records),
    operations: Number(row?.operations),
    objects: Number(row?.objects),
    prefixes: Number(row?.prefixes),
  };
}
