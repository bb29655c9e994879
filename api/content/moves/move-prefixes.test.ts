import { eq, sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { movePrefixes } from '../../../db/schema/moves.ts';
import { UNLIMITED } from '../../core/budget.ts';
import { LeaseLostError, takeOperation } from '../../core/operations/lease.ts';
import { openLifecycleDesk } from '../../testing/lifecycle-desk.ts';
import { createTestWork, later } from '../../testing/work.ts';
import { planPrefixes } from './move-prefixes.ts';

it('a worker whose move was taken over decides on no other place for it', async () => {
  const desk = await openLifecycleDesk();
  const { database } = desk;
  const book = await desk.publishedBook('Taken over');
  const { id } = await desk.remove(`/books/${book.id}`);
  const which = sql`o.id = ${id}`;
  const work = createTestWork(database);
  const late = await takeOperation(work, which, UNLIMITED);
  const now = await later('1 minute', { database }, (ctx) => takeOperation(ctx, which, UNLIMITED));
  if (!late || !now) throw new Error('The operation could not be taken.');
  const { folderId } = late.operation;
  const destination = { folderId, bucket: 'trash', prefix: book.prefix } as const;
  await expect(planPrefixes(work, late, destination)).rejects.toThrow(LeaseLostError);
  const planned = await planPrefixes(work, now, destination);
  expect(planned).toHaveLength(2);
  const { operationId } = movePrefixes;
  expect(await database.query.$count(movePrefixes, eq(operationId, id))).toBe(2);
});
