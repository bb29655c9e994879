import { type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import type { ContentPorts } from '../context.ts';
import { FILE_SECONDS } from './reading-cache.ts';
import { readUrlSeconds } from './sign-read.ts';

/** For requests that were under way, and replicas that knew an old head for a second. */
const SLACK_SECONDS = 60;

/**
 * The moment, by the database's clock, from which on nobody holds a URL that reads what stops being
 * shown now: a replica may tell of a file for an hour yet, and the last URL it gives lives on.
 */
export function afterLastRead(content: ContentPorts): SQL {
  const seconds = readUrlSeconds(content) + FILE_SECONDS + SLACK_SECONDS;
  return sql`${dcsNow} + make_interval(secs => ${seconds})`;
}
