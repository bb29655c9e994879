import { sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';

const REVISION_RECORD = /^folders\/([0-9a-f-]{36})\/(\d{10})\.json$/;

/** The store has been told of more than this database knows, so that what looks orphaned may not be. */
export class OldDatabaseError extends Error {
  override readonly name = 'OldDatabaseError';

  constructor(key: string) {
    super(
      `Nothing was removed: this database does not know the revision that meta/${key} tells of. ` +
        'Is it the database of this store, and not restored from a backup older than the store? ' +
        'What it does not know of would look orphaned.',
    );
  }
}

/**
 * Holds the records in the bucket `meta` against the database.
 * @throws OldDatabaseError when one tells of a revision that was never published in this database
 */
export async function requireNewestDatabase({
  db,
  blobs,
}: Pick<Context, 'db' | 'blobs'>): Promise<void> {
  for await (const page of blobs.list('meta', 'folders/')) {
    const records = page.flatMap(({ key }) => {
      const [, folderId, revision] = REVISION_RECORD.exec(key) ?? [];
      return folderId && revision ? [{ key, folderId, revision: Number(revision) }] : [];
    });
    const column = <Name extends 'key' | 'folderId' | 'revision'>(name: Name) =>
      sql.param(records.map((record) => record[name]));
    const [unknown] = await db.execute<{ key: string }>(sql`
      SELECT record.key
      FROM unnest(${column('key')}::text[], ${column('folderId')}::uuid[],
        ${column('revision')}::integer[]) AS record (key, folder_id, revision)
      LEFT JOIN folders f ON f.id = record.folder_id
      WHERE f.id IS NULL OR (
        f.head_revision < record.revision AND NOT EXISTS (
          SELECT FROM trash t WHERE t.folder_id = f.id AND t.state = 'purged'))
      LIMIT 1`);
    if (unknown) throw new OldDatabaseError(unknown.key);
  }
}
