import { and, eq, inArray } from 'drizzle-orm';
import { validate as isUuid } from 'uuid';
import { operations } from '../../../db/schema/operations.ts';
import type { OPERATION_TYPES, OperationBody } from '../../contract/operations.ts';
import type { Context } from '../context.ts';
import type { Queries } from '../database.ts';
import { DcsError } from '../errors.ts';

export type OperationRow = typeof operations.$inferSelect;
export type OperationType = (typeof OPERATION_TYPES)[number];

/** Who asked for an operation; what it changes is told to be theirs. */
export type AskedBy = Pick<Context, 'actor' | 'requestId' | 'address'>;

/** Seconds after which to ask for an operation again, as `Retry-After` says. */
export const ASK_AGAIN_SECONDS = '2';

/** States of an operation that goes on, or will. */
export const UNDER_WAY = ['queued', 'running'] as const satisfies OperationRow['state'][];

export function isUnderWay({ state }: Pick<OperationRow, 'state'>): boolean {
  return UNDER_WAY.some((one) => one === state);
}

/** @throws DcsError `operation.not_found`, for a malformed id too */
export async function findOperation(query: Queries, id: string): Promise<OperationRow> {
  const [row] = isUuid(id)
    ? await query.select().from(operations).where(eq(operations.id, id))
    : [];
  if (row) return row;
  throw new DcsError('operation.not_found', {
    detail: 'No operation has this id, or it ended more than 30 days ago.',
  });
}

/** The operation of this type that is under way on `subjectId`. */
export async function findUnderWay(
  query: Queries,
  type: OperationType,
  subjectId: string,
): Promise<OperationRow | undefined> {
  const { type: ofType, subjectId: on, state } = operations;
  const [row] = await query
    .select()
    .from(operations)
    .where(and(eq(ofType, type), eq(on, subjectId), inArray(state, UNDER_WAY)));
  return row;
}

/** What is being done to a folder, or will be. */
export async function findWorkOn(
  query: Queries,
  folderId: string,
): Promise<OperationRow | undefined> {
  const [row] = await query
    .select()
    .from(operations)
    .where(and(eq(operations.folderId, folderId), inArray(operations.state, UNDER_WAY)))
    .orderBy(operations.id)
    .limit(1);
  return row;
}

/** What an audit event about an operation itself names. */
export function auditTarget({ id, type, target }: OperationRow) {
  const title =
    target.type === 'book'
      ? `${target.publisher}/${target.book_name}`
      : `${target.platform}/${target.version}`;
  return { type: 'operation', id, name: `${type} ${title}` };
}

/** The operation as on the wire. */
export function operationBody(row: OperationRow): OperationBody {
  const { id, type, state, done, total, target, result, error } = row;
  return {
    id,
    type,
    state,
    done,
    total,
    target,
    result,
    error,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
