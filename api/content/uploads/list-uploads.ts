import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { validate as isUuid } from 'uuid';
import { books } from '../../../db/schema/content.ts';
import { builds } from '../../../db/schema/folders.ts';
import { uploads } from '../../../db/schema/uploads.ts';
import type { PlannedUploadBody } from '../../contract/upload-bodies.ts';
import type { UploadListQuery } from '../../contract/uploads.ts';
import type { Context } from '../../core/context.ts';
import { cutPage, isOlder, type Page, positionByAge, readCursor } from '../../core/list.ts';
import { bookTargetBody } from '../books/book-row.ts';
import { buildTargetBody } from '../builds/build-row.ts';
import { plannedBody } from './plan-body.ts';
import type { UploadRow } from './upload-row.ts';

interface ListedUpload {
  readonly upload: UploadRow;
  readonly book: typeof books.$inferSelect | null;
  readonly build: typeof builds.$inferSelect | null;
}

/**
 * One page of uploads, newest first, by keyset.
 * @throws DcsError `request.bad_cursor`
 */
export async function listUploads(
  ctx: Context,
  query: UploadListQuery,
): Promise<Page<ListedUpload>> {
  const { cursor, limit, ...filters } = query;
  const scope = ['uploads', filters];
  const position = await readCursor(cursor, scope);
  const { createdAt, id } = uploads;
  const found = await ctx.db
    .select({ upload: uploads, book: books, build: builds })
    .from(uploads)
    .leftJoin(books, eq(books.folderId, uploads.folderId))
    .leftJoin(builds, eq(builds.folderId, uploads.folderId))
    .where(and(...conditions(filters), position && isOlder(position, createdAt, id)))
    .orderBy(desc(createdAt), desc(id))
    .limit(limit + 1);
  return cutPage(found, {
    limit,
    scope,
    positionOf: ({ upload }) => positionByAge(upload.createdAt, upload.id),
  });
}

function conditions({ state, book_id, created_by }: Partial<UploadListQuery>) {
  return [
    state && inArray(uploads.state, state),
    book_id === undefined ? undefined : hasId(books.id, book_id),
    created_by === undefined ? undefined : hasId(uploads.createdBy, created_by),
  ];
}

/** A malformed id is an unknown one. */
function hasId(column: PgColumn, id: string): SQL {
  return isUuid(id) ? eq(column, id) : sql`false`;
}

export function listedUploadBody({ upload, book, build }: ListedUpload): PlannedUploadBody {
  if (book) return plannedBody(upload, bookTargetBody(book));
  if (build) return plannedBody(upload, buildTargetBody(build));
  throw new Error(`The upload ${upload.id} goes to nothing.`);
}
