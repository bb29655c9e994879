import { sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';
import { parseRecordKey, recordPrefix } from '../records/record-document.ts';

/** The store has been told of more than this database knows, so that what looks orphaned may not be. */
export class OldDatabaseError extends Error {
  override readonly name = 'OldDatabaseError';

  constructor(key: string) {
    super(
      `Nothing was removed: this database does not know of the change that meta/${key} tells of. ` +
        'Is it the database of this store, and not restored from a backup older than the store? ' +
        'What it does not know of would look orphaned.',
    );
  }
}

/**
 * Holds the records in the bucket `meta` against the database.
 * @throws OldDatabaseError when one is of a folder it does not have, or was never written from here
 */
export async function requireNewestDatabase({
  db,
  blobs,
}: Pick<Context, 'db' | 'blobs'>): Promise<void> {
  for await (const page of blobs.list('meta', recordPrefix('folder'))) {
    const records = page.flatMap(({ key }) => {
      const name = parseRecordKey(key);
      return name ? [{ key, ...name }] : [];
    });
    const column = <Name extends 'key' | 'entityId' | 'id'>(name: Name) =>
      sql.param(records.map((record) => record[name]));
    const [unknown] = await db.execute<{ key: string }>(sql`
      SELECT record.key
      FROM unnest(${column('key')}::text[], ${column('entityId')}::uuid[], ${column('id')}::bigint[])
        AS record (key, folder_id, number)
      WHERE NOT EXISTS (SELECT FROM folders f WHERE f.id = record.folder_id)
        OR record.number > coalesce(
          pg_sequence_last_value(pg_get_serial_sequence('outbox', 'id')::regclass), 0)
      LIMIT 1`);
    if (unknown) throw new OldDatabaseError(unknown.key);
  }
}
