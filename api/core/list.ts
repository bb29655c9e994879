import { asc, desc, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { z } from 'zod';
import { encodeBase64Url } from './base64url.ts';
import { DcsError } from './errors.ts';

/** Where a page ended: the sort key's value, and what breaks ties: an id, or a name that is one. */
export interface ListPosition {
  readonly value: string;
  readonly id: string;
}

/** What a list can be sorted by: a column or an expression, and its type in PostgreSQL. */
export interface SortKey {
  readonly by: SQLWrapper;
  readonly type: 'text' | 'bigint' | 'timestamptz';
}

export interface ListOrder extends SortKey {
  /** What breaks ties. */
  readonly id: PgColumn;
  readonly descending: boolean;
}

const Cursor = z.strictObject({ scope: z.string(), value: z.string(), id: z.string() });

/** A page of a list, and the cursor for the one after it: null where the list ends. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string | null;
}

interface Cut<Row> {
  readonly limit: number;
  /** As `readCursor` was given it. */
  readonly scope: unknown;
  positionOf(row: Row): ListPosition;
}

/** A page of `limit` rows out of what a query found that asked for one more. */
export async function cutPage<Row>(
  found: readonly Row[],
  { limit, scope, positionOf }: Cut<NoInfer<Row>>,
): Promise<Page<Row>> {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return { rows, nextCursor: last ? await writeCursor(positionOf(last), scope) : null };
}

/** As it is answered. */
export function pageBody<Row, Body>(
  { rows, nextCursor }: Page<Row>,
  toBody: (row: Row) => Body,
): { items: Body[]; next_cursor: string | null } {
  return { items: rows.map((row) => toBody(row)), next_cursor: nextCursor };
}

/** What PostgreSQL takes for a value of each type; a cursor that was tampered with may hold anything. */
const FORMS: Readonly<Record<string, RegExp>> = {
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d(:?\d\d)?)$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
};

/** @throws DcsError `request.bad_cursor` when the position is not of these types */
function requireForms({ value, id }: ListPosition, valueType: string, idType: string): void {
  const isOf = (text: string, type: string) => FORMS[type]?.test(text) ?? true;
  if (!isOf(value, valueType) || !isOf(id, idType)) throw badCursor();
}

function badCursor(): DcsError {
  return new DcsError('request.bad_cursor', {
    detail: 'Send next_cursor as it came, with the filters and sort it came from.',
  });
}

/** Where a list that shows what is newest first goes on behind a position. */
export function isOlder(position: ListPosition, at: SQLWrapper, idColumn: SQLWrapper): SQL {
  requireForms(position, 'timestamptz', 'uuid');
  const { value, id } = position;
  return sql`(${at}, ${idColumn}) < (${value}::timestamptz, ${id}::uuid)`;
}

/** What `isOlder` goes on behind. */
export function positionByAge(at: Date, id: string): ListPosition {
  return { value: at.toISOString(), id };
}

/** The order a list's `sort` asks for: a key, descending with `-` in front. */
export function listOrder<Key extends string>(
  keys: Readonly<Record<Key, SortKey>>,
  sort: Key | `-${Key}`,
  id: PgColumn,
): ListOrder {
  const descending = sort.startsWith('-');
  const key = (descending ? sort.slice(1) : sort) as Key; // by its type it is one
  return { ...keys[key], id, descending };
}

export function orderBy({ by, id, descending }: ListOrder): SQL[] {
  return [by, id].map((part) => (descending ? desc(part) : asc(part)));
}

/** A row's sort key as a cursor keeps it. */
export function sortKeyText({ by }: ListOrder): SQL<string> {
  return sql<string>`${by}::text`;
}

/** Where a list of this order goes on behind a position. */
export function isBehind(order: ListOrder, position: ListPosition): SQL {
  requireForms(position, order.type, order.id.getSQLType());
  const { value, id } = position;
  const here = sql`(${order.by}, ${order.id})`;
  const there = sql`(${value}::${sql.raw(order.type)}, ${id}::${sql.raw(order.id.getSQLType())})`;
  return order.descending ? sql`${here} < ${there}` : sql`${here} > ${there}`;
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
    throw badCursor();
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
