import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { createTestDatabase } from '../../testing/database.ts';
import { createTestWork } from '../../testing/work.ts';
import { afterLastRead } from './last-read.ts';
import { FILE_SECONDS } from './reading-cache.ts';
import { readWindow } from './sign-read.ts';

it('what stops being shown is kept until the last URL has lapsed that a replica gives from what it knows', async () => {
  const database = await createTestDatabase();
  const work = createTestWork(database);
  const [row] = await database.query.execute<{ seconds: number }>(sql`
    SELECT extract(epoch FROM ${afterLastRead(work.content)} - dcs_now())::int AS seconds`);
  await database.close();
  const { at, expiresAt } = readWindow({
    ...work,
    actor: { type: 'anonymous' },
    requestId: null,
    address: null,
  });
  const urlSeconds = (expiresAt.getTime() - at.getTime()) / 1000;
  expect(row?.seconds).toBeGreaterThan(FILE_SECONDS + urlSeconds);
});
