import { type SQL, sql } from 'drizzle-orm';
import { dcsNow } from '../../../db/schema/columns.ts';
import type { Tx } from '../../core/database.ts';

/**
 * Records are written in the order in which they were made, so of one change those that come first may
 * be all there is: a book's deletion without its row in the trash. Mends what that leaves, always so
 * that nothing is lost.
 * @returns what was mended, for people
 */
export async function mendCutOff(tx: Tx): Promise<readonly string[]> {
  const repairs: string[] = [];
  for (const { statement, told } of MENDINGS) {
    const rows = await tx.execute<{ name: string }>(statement);
    repairs.push(...rows.map(({ name }) => told(name)));
  }
  return repairs;
}

interface Mending {
  /** Returns a `name` for each row it changes. */
  readonly statement: SQL;
  told(name: string): string;
}

/** A deletion of the owner `o` that is not undone. */
const isDeleted = sql`EXISTS (
  SELECT FROM trash t WHERE t.owner_id = o.id AND t.state NOT IN ('restoring', 'restored'))`;

const MENDINGS: readonly Mending[] = [
  {
    statement: sql`
      DELETE FROM folders f
      WHERE head_revision = 0 AND NOT EXISTS (SELECT FROM books WHERE folder_id = f.id)
        AND NOT EXISTS (SELECT FROM builds WHERE folder_id = f.id)
      RETURNING prefix AS name`,
    told: (name) => `An empty folder ${name} that belonged to nothing yet was left out.`,
  },
  {
    statement: sql`
      UPDATE trash t SET state = 'restoring', updated_at = ${dcsNow}
      WHERE state IN ('trashing', 'trashed') AND (
        EXISTS (SELECT FROM books WHERE id = t.owner_id AND status <> 'archived')
        OR EXISTS (SELECT FROM builds WHERE id = t.owner_id AND NOT in_trash))
      RETURNING title_folded AS name`,
    told: (name) => `${name} was being restored; that goes on.`,
  },
  {
    statement: sql`
      UPDATE books o SET status = 'draft', row_version = row_version + 1, updated_at = ${dcsNow}
      WHERE status = 'archived' AND NOT ${isDeleted} AND NOT EXISTS (
        SELECT FROM books other WHERE other.status <> 'archived'
          AND other.publisher_folded = o.publisher_folded
          AND other.book_name_folded = o.book_name_folded)
      RETURNING publisher || '/' || book_name AS name`,
    told: (name) => `${name} was being deleted; it is a draft now. Publish or delete it.`,
  },
  {
    statement: sql`
      UPDATE builds o SET in_trash = false, updated_at = ${dcsNow}
      WHERE in_trash AND NOT ${isDeleted} AND NOT EXISTS (
        SELECT FROM builds other WHERE NOT other.in_trash
          AND other.platform = o.platform AND other.version_folded = o.version_folded)
      RETURNING platform || '/' || version AS name`,
    told: (name) => `${name} was being deleted; it is back. Delete it again.`,
  },
  {
    statement: sql`
      UPDATE builds b SET first_published_at = r.published_at
      FROM folders f JOIN revisions r ON r.folder_id = f.id AND r.revision = f.head_revision
      WHERE f.id = b.folder_id AND b.first_published_at IS NULL
      RETURNING platform || '/' || version AS name`,
    told: (name) => `${name} was being published for the first time; it can be read now.`,
  },
];
