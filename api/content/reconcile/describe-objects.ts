import { sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import type { ContentAddress, ContentBucket } from '../../core/ports.ts';
import { findTarget } from '../targets/find-target.ts';
import type { ObjectPlace, ShownFile } from './finding.ts';
import type { ObjectRow } from './object-rows.ts';

const MAX_FILES = 10;
const MAX_COPIES = 8;
const HEADS_AT_ONCE = 16;

type DescribeContext = Pick<Context, 'db' | 'blobs'>;

/** Tells what objects are for, and where else their bytes are; by id. */
export async function describeObjects(
  ctx: DescribeContext,
  rows: readonly ObjectRow[],
): Promise<ReadonlyMap<number, ObjectPlace>> {
  const [titles, shown, copies] = [
    await findTitles(ctx, rows),
    await findFiles(ctx, rows),
    await findCopies(ctx, rows),
  ];
  return new Map(
    rows.map(({ id, folderId }) => [
      id,
      {
        title: titles.get(folderId) ?? '',
        ...(shown.get(id) ?? { files: [], filesTotal: 0 }),
        copies: copies.get(id) ?? [],
      },
    ]),
  );
}

async function findTitles({ db }: DescribeContext, rows: readonly ObjectRow[]) {
  const titles = new Map<string, string>();
  for (const folderId of new Set(rows.map((row) => row.folderId))) {
    titles.set(folderId, (await findTarget(db, folderId)).title);
  }
  return titles;
}

type ShownFiles = Pick<ObjectPlace, 'files' | 'filesTotal'>;

async function findFiles(
  { db }: DescribeContext,
  rows: readonly ObjectRow[],
): Promise<ReadonlyMap<number, ShownFiles>> {
  const found = await db.execute<{
    object_id: string;
    path: string;
    added_in: number;
    removed_in: number | null;
    total: string;
  }>(sql`
    SELECT object_id, path, added_in, removed_in, total FROM (
      SELECT object_id, path, added_in, removed_in, count(*) OVER (PARTITION BY object_id) AS total,
        row_number() OVER (PARTITION BY object_id ORDER BY path, added_in) AS number
      FROM files WHERE object_id = ANY(${idsOf(rows)}::bigint[])
    ) AS shown
    WHERE number <= ${MAX_FILES} ORDER BY path, added_in`);
  const grouped = Map.groupBy(found, (file) => Number(file.object_id));
  return new Map(
    Array.from(grouped, ([id, files]) => [
      id,
      { files: files.map(shownFile), filesTotal: Number(files[0]?.total ?? 0) },
    ]),
  );
}

function shownFile(file: { path: string; added_in: number; removed_in: number | null }): ShownFile {
  const { path, added_in: firstRevision, removed_in: removedIn } = file;
  return { path, firstRevision, lastRevision: removedIn === null ? undefined : removedIn - 1 };
}

/** What was moved and not swept yet, and what brought the same bytes to the folder another time. */
async function findCopies(
  { db, blobs }: DescribeContext,
  rows: readonly ObjectRow[],
): Promise<ReadonlyMap<number, readonly ContentAddress[]>> {
  const known = await db.execute<{
    id: string;
    bucket: ContentBucket;
    key: string;
    size: string;
  }>(sql`
    SELECT wanted.id, copy.bucket, copy.key, copy.size_bytes AS size
    FROM objects wanted CROSS JOIN LATERAL (
      SELECT o.bucket, o.key, o.size_bytes FROM objects o
      WHERE o.folder_id = wanted.folder_id AND o.sha256 = wanted.sha256
        AND o.size_bytes = wanted.size_bytes AND o.id <> wanted.id
      ORDER BY o.id DESC LIMIT ${MAX_COPIES}
    ) AS copy
    WHERE wanted.id = ANY(${idsOf(rows)}::bigint[])`);
  const present = new Set<object>();
  await forEachAtOnce(known, HEADS_AT_ONCE, async (copy) => {
    const head = await blobs.head(copy);
    if (head?.sizeBytes === Number(copy.size)) present.add(copy);
  });
  const there = known.filter((copy) => present.has(copy));
  const grouped = Map.groupBy(there, ({ id }) => Number(id));
  return new Map(
    Array.from(grouped, ([id, copies]) => [id, copies.map(({ bucket, key }) => ({ bucket, key }))]),
  );
}

function idsOf(rows: readonly ObjectRow[]) {
  return sql.param(rows.map(({ id }) => id));
}
