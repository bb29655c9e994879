import type { z } from 'zod';
import type { Context } from '../../core/context.ts';
import { forEachAtOnce } from '../../core/for-each-at-once.ts';
import { RebuildRefusedError } from './rebuilt.ts';
import {
  type JsonRow,
  parseRecordKey,
  type RecordRow,
  RowDocument,
  type RowKind,
  recordPrefix,
} from './record-document.ts';

const READ_AT_ONCE = 16;
const ROWS_A_BATCH = 500;

type ReadContext = Pick<Context, 'blobs'>;

/** One entity by its newest record. */
export interface LatestRow {
  /** Of the record. */
  readonly id: number;
  readonly row: JsonRow;
}

interface FoundRecord {
  readonly key: string;
  readonly entityId: string;
  readonly id: number;
}

/** All records of a kind, or those of one entity, in the order of entities and then of records. */
export async function* eachRecord(
  { blobs }: ReadContext,
  kind: RecordRow['kind'],
  entityId?: string,
): AsyncGenerator<FoundRecord, void> {
  for await (const page of blobs.list('meta', recordPrefix(kind, entityId))) {
    for (const { key } of page) {
      const name = parseRecordKey(key);
      if (name) yield { key, ...name };
    }
  }
}

/** The newest row of each entity of a kind, in batches. */
export async function* latestRows(
  ctx: ReadContext,
  kind: RowKind,
): AsyncGenerator<readonly LatestRow[], void> {
  let batch: FoundRecord[] = [];
  let last: FoundRecord | undefined;
  for await (const record of eachRecord(ctx, kind)) {
    if (last && last.entityId !== record.entityId) batch.push(last);
    last = record;
    if (batch.length < ROWS_A_BATCH) continue;
    yield await readRows(ctx, batch);
    batch = [];
  }
  if (last) yield await readRows(ctx, [...batch, last]);
}

async function readRows(
  ctx: ReadContext,
  records: readonly FoundRecord[],
): Promise<readonly LatestRow[]> {
  const rows: LatestRow[] = [];
  await forEachAtOnce(records, READ_AT_ONCE, async ({ key, id }) => {
    const { row } = await readDocument(ctx, key, RowDocument);
    rows.push({ id, row });
  });
  return rows;
}

/** @throws RebuildRefusedError for what is no such document; DcsError `storage.unavailable` */
export async function readDocument<T>(
  { blobs }: ReadContext,
  key: string,
  schema: z.ZodType<T>,
): Promise<T> {
  const { data, error } = schema.safeParse(await blobs.getJson({ bucket: 'meta', key }));
  if (data !== undefined) return data;
  throw new RebuildRefusedError(`meta/${key} is not a record this version can read.`, {
    cause: error,
  });
}
