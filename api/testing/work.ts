import { inject } from 'vitest';
import type { Database } from '../../db/client.ts';
import { readConfig } from '../adapters/config.ts';
import { contentPorts } from '../adapters/content-ports.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { createLogger, systemIds } from '../adapters/system.ts';
import type { ContentWork } from '../content/context.ts';
import { TestClock } from './app.ts';
import type { TestDatabase } from './database.ts';

/** What ticks and operations work with. @param change ports of a test's own */
export function createTestWork(
  database: Database,
  change: Partial<Omit<ContentWork, 'db'>> = {},
): ContentWork {
  return {
    db: database.query,
    blobs: createNodeBlobs(inject('store')),
    clock: new TestClock(),
    ids: systemIds,
    log: createLogger('silent'),
    content: contentPorts(readConfig({}), inject('store')),
    ...change,
  };
}

/** Does `work` as if `time` had passed: an interval as PostgreSQL writes it, such as `16 minutes`. */
export async function later<T>(
  time: string,
  { database, change = {} }: { database: TestDatabase; change?: Partial<Omit<ContentWork, 'db'>> },
  work: (ctx: ContentWork) => Promise<T>,
): Promise<T> {
  const ahead = database.open({ 'dcs.clock_offset': time });
  try {
    return await work(createTestWork(ahead, change));
  } finally {
    await ahead.close();
  }
}
