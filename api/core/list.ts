import { type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import { encodeBase64Url } from './base64url.ts';
import { DcsError } from './errors.ts';

/** Where a page ended: the sort key's value, and the id that breaks ties. */
export interface ListPosition {
  readonly value: string;
  readonly id: string;
}

const Cursor = z.strictObject({ scope: z.string(), value: z.string(), id: z.uuid() });

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The page's last row, if there are more after it. */
  readonly last: Row | undefined;
}

/** A page of `limit` rows out of a query that asked for one more. */
export function cutPage<Row>(found: readonly Row[], limit: number): Page<Row> {
  const rows = found.slice(0, limit);
  return { rows, last: found.length > limit ? rows.at(-1) : undefined };
}

/** Where a list that shows what is newest first goes on behind a position. */
export function isOlder({ value, id }: ListPosition, at: SQLWrapper, idColumn: SQLWrapper): SQL {
  return sql`(${at}, ${idColumn}) < (${value}::timestamptz, ${id}::uuid)`;
}

/**
 * The opaque cursor for the page after `position`.
 * @param scope the list's filters and sort, to which the cursor is bound
 */
export async function writeCursor(position: ListPosition, scope: unknown): Promise<string> {
  const cursor = { scope: await digest(scope), ...position };
  return encodeBase64Url(new TextEncoder().encode(JSON.stringify(cursor)));
}

/** @throws DcsError `request.bad_cursor` when it is not ours, or belongs to other filters or sort */
export async function readCursor(
  cursor: string | undefined,
  scope: unknown,
): Promise<ListPosition | undefined> {
  if (cursor === undefined) return undefined;
  const parsed = Cursor.safeParse(decode(cursor));
  if (!parsed.success || parsed.data.scope !== (await digest(scope))) {
    throw new DcsError('request.bad_cursor', {
      detail: 'Send next_cursor as it came, with the filters and sort it came from.',
    });
  }
  return { value: parsed.data.value, id: parsed.data.id };
}

function decode(cursor: string): unknown {
  try {
    const base64 = cursor.replaceAll('-', '+').replaceAll('_', '/');
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

async function digest(scope: unknown): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(scope));
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return encodeBase64Url(hash.subarray(0, 9));
}
