import { and, asc, eq, gt, isNull, type SQL } from 'drizzle-orm';
import { uploadChanges, uploadMultiparts } from '../../../db/schema/uploads.ts';
import type { Queries } from '../../core/database.ts';

/** A file whose bytes the client sends. */
export interface StagedFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  /** The store's id, once a part of it was asked for. */
  readonly multipartId: string | null;
}

/** Most rows of one page. */
export const PAGE_ROWS = 10_000;

/** The files an upload brings bytes for, in byte order of their paths, ten thousand at a time. */
export async function* stagedFiles(
  query: Queries,
  uploadId: string,
): AsyncGenerator<readonly StagedFile[]> {
  let last: StagedFile | undefined;
  do {
    const page = await selectStaged(query, uploadId, gt(uploadChanges.path, last?.path ?? ''));
    if (page.length > 0) yield page;
    last = page.length === PAGE_ROWS ? page.at(-1) : undefined;
  } while (last);
}

/** Those of them that `which` names, at most ten thousand. */
export async function selectStaged(
  query: Queries,
  uploadId: string,
  which: SQL,
): Promise<StagedFile[]> {
  const rows = await query
    .select({
      path: uploadChanges.path,
      sizeBytes: uploadChanges.sizeBytes,
      sha256: uploadChanges.sha256,
      multipartId: uploadMultiparts.multipartId,
    })
    .from(uploadChanges)
    .leftJoin(
      uploadMultiparts,
      and(
        eq(uploadMultiparts.uploadId, uploadChanges.uploadId),
        eq(uploadMultiparts.path, uploadChanges.path),
      ),
    )
    .where(
      and(
        eq(uploadChanges.uploadId, uploadId),
        eq(uploadChanges.kind, 'file'),
        isNull(uploadChanges.reusedObjectId),
        which,
      ),
    )
    .orderBy(asc(uploadChanges.path))
    .limit(PAGE_ROWS);
  // The table's CHECK holds: a file has a size and a hash.
  return rows.map((row) => ({ ...row, sizeBytes: row.sizeBytes ?? 0, sha256: row.sha256 ?? '' }));
}
