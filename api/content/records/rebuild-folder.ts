import { sql } from 'drizzle-orm';
import { z } from 'zod';
import { files, folders, objects, revisions } from '../../../db/schema/folders.ts';
import type { Context } from '../../core/context.ts';
import type { Tx } from '../../core/database.ts';
import { transaction } from '../../core/transaction.ts';
import { insertRows } from './insert-rows.ts';
import { eachRecord, type LatestRow, readDocument } from './read-records.ts';
import { ContentsDocument, type JsonRow } from './record-document.ts';
import { type Contents, ContentsReplay } from './replay-contents.ts';

const FolderRecord = z.looseObject({
  id: z.string(),
  head_revision: z.number(),
  oldest_revision: z.number(),
});
type FolderRecord = z.output<typeof FolderRecord>;

export interface RebuiltFolder {
  /** Rows of `files`. */
  readonly files: number;
  /** The highest numbers its records tell of. */
  readonly lastRecordId: number;
  readonly lastObjectId: number;
  /** What was to be mended, for people. */
  readonly repair: string | undefined;
}

/** Makes a folder again, with all that its revisions show. */
export async function rebuildFolder(
  ctx: Pick<Context, 'db' | 'blobs'>,
  { id: recordId, row }: LatestRow,
): Promise<RebuiltFolder> {
  const folder = FolderRecord.parse(row);
  const replay = new ContentsReplay();
  let lastRecordId = recordId;
  for await (const { key, id } of eachRecord(ctx, 'revision', folder.id)) {
    lastRecordId = Math.max(lastRecordId, id);
    replay.add(await readDocument(ctx, key, ContentsDocument));
  }
  // Of what was purged, the records still tell.
  const isEmpty = folder.head_revision === 0;
  const contents = isEmpty
    ? new ContentsReplay().contents(1)
    : replay.contents(folder.oldest_revision);
  await transaction(ctx.db, (tx) => insertFolder(tx, folder, contents));
  return {
    files: contents.files.length,
    lastRecordId,
    lastObjectId: replay.lastObjectId,
    repair:
      contents.head === folder.head_revision
        ? undefined
        : `The folder ${folder.id} ends at revision ${contents.head}: of revision ` +
          `${folder.head_revision} not all was recorded.`,
  };
}

async function insertFolder(tx: Tx, folder: FolderRecord, contents: Contents): Promise<void> {
  await keepUnrecorded(tx);
  const isWhole = contents.head === folder.head_revision;
  await insertRows(tx, folders, [isWhole ? folder : { ...folder, ...columnsAt(contents) }]);
  const folder_id = folder.id;
  const live = { folder_id, state: 'live' };
  await insertRows(
    tx,
    objects,
    contents.objects.map((object) => ({ ...object, ...live })),
  );
  await insertRows(
    tx,
    files,
    contents.files.map((file) => ({ ...file, folder_id })),
  );
  await insertRows(tx, revisions, contents.revisions);
}

/** What is inserted in the transaction was recorded already. */
export async function keepUnrecorded(tx: Tx): Promise<void> {
  await tx.execute(sql`SET LOCAL dcs.rebuilding = 'on'`);
}

/** What the folder's row says of the newest revision that is known whole. */
function columnsAt({ head, files, objects }: Contents): JsonRow {
  const shown = files.filter(({ removed_in }) => removed_in === null);
  const count = (wanted: string) => shown.filter(({ kind }) => kind === wanted).length;
  const sizes = new Map(objects.map(({ id, size_bytes }) => [id, size_bytes]));
  return {
    head_revision: head,
    file_count: count('file'),
    directory_count: count('directory'),
    link_count: count('link'),
    size_bytes: shown.reduce((sum, { object_id }) => sum + (sizes.get(object_id ?? 0) ?? 0), 0),
    head_manifest_sha256: null,
  };
}
