import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { books } from '../../../db/schema/content.ts';
import { builds } from '../../../db/schema/folders.ts';
import { trash } from '../../../db/schema/moves.ts';
import { requireMigrations } from '../../core/check-health.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { isDatabaseUnavailable } from '../../core/database-errors.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import { transaction } from '../../core/transaction.ts';
import { insertRows } from './insert-rows.ts';
import { type LatestRow, latestRows } from './read-records.ts';
import { keepUnrecorded, rebuildFolder } from './rebuild-folder.ts';
import {
  type RebuildContext,
  RebuildRefusedError,
  type RebuiltCounts,
  type RebuiltLibrary,
} from './rebuilt.ts';
import type { JsonRow, RowKind } from './record-document.ts';
import { settleRebuilt } from './settle-rebuilt.ts';

/** So many are held at once. */
const FOLDERS_AT_ONCE = 4;

/**
 * Makes an empty database whole from what bucket `meta` holds: publishers, books, builds, folders with
 * all their revisions, and the trash; moves and purges that were under way go on with the next tick.
 * @throws RebuildRefusedError; DcsError `storage.unavailable`
 */
export async function rebuildLibrary(
  ctx: RebuildContext,
  onProgress: (counts: Readonly<RebuiltCounts>) => void,
): Promise<RebuiltLibrary> {
  await requireMigrated(ctx);
  await requireEmpty(ctx);
  const counts: RebuiltCounts = { folders: 0, files: 0, books: 0, builds: 0, trash: 0 };
  const repairs: string[] = [];
  const last = { recordId: 0, objectId: 0 };
  const note = (recordId: number, objectId = 0) => {
    last.recordId = Math.max(last.recordId, recordId);
    last.objectId = Math.max(last.objectId, objectId);
    onProgress(counts);
  };
  for await (const batch of latestRows(ctx, 'folder')) {
    await forEachAtOnce(batch, FOLDERS_AT_ONCE, async (latest) => {
      const folder = await rebuildFolder(ctx, latest);
      counts.folders += 1;
      counts.files += folder.files;
      if (folder.repair !== undefined) repairs.push(folder.repair);
      note(folder.lastRecordId, folder.lastObjectId);
    });
  }
  for (const { kind, total, insert } of OTHERS) {
    for await (const batch of latestRows(ctx, kind)) {
      await transaction(ctx.db, async (tx) => {
        await keepUnrecorded(tx);
        await insert(tx, batch);
      });
      counts[total] += batch.length;
      for (const { id } of batch) note(id);
    }
  }
  const settled = await settleRebuilt(ctx, { counts, last });
  return { ...counts, ...settled, repairs: [...repairs, ...settled.repairs] };
}

interface OtherRows {
  readonly kind: RowKind;
  readonly total: keyof RebuiltCounts;
  insert(tx: Tx, batch: readonly LatestRow[]): Promise<void>;
}

/** In the order in which they refer to each other. */
const OTHERS: readonly OtherRows[] = [
  { kind: 'book', total: 'books', insert: insertBooks },
  { kind: 'build', total: 'builds', insert: (tx, batch) => insertRows(tx, builds, rowsOf(batch)) },
  { kind: 'trash', total: 'trash', insert: (tx, batch) => insertRows(tx, trash, rowsOf(batch)) },
];

function rowsOf(batch: readonly LatestRow[]): readonly JsonRow[] {
  return batch.map(({ row }) => row);
}

const BookRecord = z.looseObject({ publisher: z.string(), publisher_folded: z.string() });

/** With their publishers, who are written as in the newest record. */
async function insertBooks(tx: Tx, batch: readonly LatestRow[]): Promise<void> {
  const spellings = new Map<string, string>();
  const inOrder = batch.toSorted((one, two) => one.id - two.id);
  const rows = rowsOf(inOrder).map((row) => BookRecord.parse(row));
  for (const { publisher, publisher_folded } of rows) spellings.set(publisher_folded, publisher);
  const [folded, names] = [sql.param([...spellings.keys()]), sql.param([...spellings.values()])];
  await tx.execute(sql`
    INSERT INTO publishers (name, name_folded)
    SELECT * FROM unnest(${names}::text[], ${folded}::text[])
    ON CONFLICT (name_folded) DO UPDATE SET name = excluded.name`);
  await insertRows(
    tx,
    books,
    rows.map((row) => ({ ...row, publisher: spellings.get(row.publisher_folded) })),
  );
}

async function requireMigrated(ctx: Pick<Context, 'db'>): Promise<void> {
  await requireMigrations(ctx).catch((cause: unknown) => {
    if (isDatabaseUnavailable(cause)) throw cause;
    throw new RebuildRefusedError('Bring the database to the newest schema: dcs ops migrate.', {
      cause,
    });
  });
}

async function requireEmpty({ db }: Pick<Context, 'db'>): Promise<void> {
  const [row] = await db.execute<{ filled: boolean }>(sql`
    SELECT EXISTS (SELECT FROM folders) OR EXISTS (SELECT FROM books)
      OR EXISTS (SELECT FROM builds) AS filled`);
  if (row?.filled !== true) return;
  throw new RebuildRefusedError(
    'The database holds books, builds or folders, perhaps of a rebuild that was broken off. ' +
      'Make an empty one, migrate it, and rebuild into that.',
  );
}
