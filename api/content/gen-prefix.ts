import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** The prefix of a key up to its gen, with the slash behind it. */
export function genPrefix(key: SQLWrapper): SQL<string> {
  // Names are escaped for keys, so that the gen is always the third segment.
  return sql`substring(${key} FROM '^[^/]+/[^/]+/[^/]+/')`;
}
