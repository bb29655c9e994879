import { inArray } from 'drizzle-orm';
import { tick } from '../../api/content/tick.ts';
import { UNLIMITED } from '../../api/core/budget.ts';
import { resumeOperation } from '../../api/core/operations/resume-operation.ts';
import { transaction } from '../../api/core/transaction.ts';
import { operations } from '../../db/schema/operations.ts';
import { type World, workContext } from './world.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Past leases, and pauses after failures; past the last URLs, and the second sweep a day later; past
 * the days of open uploads and of the trash, and what comes of their end.
 */
const PASSES = [0, 30 * SECOND, 6 * MINUTE, 9 * HOUR, 25 * HOUR, 8 * DAY, 25 * HOUR];

/** Lets workers work while nothing goes wrong, for as long as anything may be kept. */
export async function heal(world: World): Promise<void> {
  const { scheduler } = world;
  await scheduler.spawn('person', async (process) => {
    const { db } = workContext(world, process);
    const waiting = await db
      .select()
      .from(operations)
      .where(inArray(operations.state, ['needs_person']));
    for (const one of waiting) await transaction(db, (tx) => resumeOperation(tx, one));
  });
  for (const [index, ms] of PASSES.entries()) {
    scheduler.nowMs += ms;
    await scheduler.spawn(`healer.${index + 1}`, (process) =>
      tick(workContext(world, process), UNLIMITED),
    );
  }
}
