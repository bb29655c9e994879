import { sql } from 'drizzle-orm';
import type { Context } from '../../core/context.ts';
import { changedIn } from '../revisions/differences.ts';
import type { FileNote, RecordRow, RevisionPage } from './record-document.ts';

const PAGE_ROWS = 10_000;

/** A row of the table as it is in the outbox. */
interface RevisionRow {
  readonly revision: number;
}

/**
 * What a revision added and closed, page by page. Its objects may have moved since: they are told where
 * they are now. What is not in the outbox any more has been written by another tick and gives no more
 * pages; as long as it is there, no row of the revision goes but by a purge, so that whoever writes its
 * pages divides them alike.
 */
export async function* revisionPages(
  { db }: Pick<Context, 'db'>,
  { id, entityId, record }: Pick<RecordRow, 'id' | 'entityId' | 'record'>,
): AsyncGenerator<RevisionPage, void> {
  const row = record as RevisionRow; // put there by the trigger
  let after = { path: '', added_in: 0 };
  for (let page = 0; ; page += 1) {
    const beyond = sql`(f.path, f.added_in) > (${after.path}, ${after.added_in}::integer)`;
    const rows = (change: 'added_in' | 'removed_in') => sql`
      (SELECT f.path, f.added_in, f.kind, f.executable, f.link_target, f.object_id FROM files f
        WHERE ${changedIn(change, entityId, [row.revision, row.revision])} AND ${beyond}
        ORDER BY f.path, f.added_in LIMIT ${PAGE_ROWS})`;
    // One statement, so that what is seen of the outbox holds for the rows as well.
    const [found] = await db.execute<{ notes: readonly FileNote[] }>(sql`
      SELECT (
        SELECT coalesce(json_agg(n ORDER BY n.path, n.added_in), '[]') FROM (
          SELECT r.path, r.added_in, r.kind, r.executable, r.link_target, (
              SELECT to_json(o) FROM (
                SELECT id, bucket, key, size_bytes, sha256 FROM objects WHERE id = r.object_id
              ) AS o
            ) AS object
          FROM (
            ${rows('added_in')} UNION ALL ${rows('removed_in')}
            ORDER BY path, added_in LIMIT ${PAGE_ROWS}
          ) AS r
        ) AS n
      ) AS notes
      FROM outbox WHERE id = ${id}`);
    if (!found) return;
    const { notes } = found;
    const isAdded = ({ added_in }: FileNote) => added_in === row.revision;
    const added = notes.filter(isAdded);
    const closed = notes
      .filter((note) => !isAdded(note))
      .map(({ path, added_in }) => ({ path, added_in }));
    const last = notes.length < PAGE_ROWS;
    yield { version: 1, kind: 'revision', row: { ...row }, page, last, added, closed };
    after = notes.at(-1) ?? after;
    if (last) return;
  }
}
