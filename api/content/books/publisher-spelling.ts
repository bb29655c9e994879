import { and, eq, ne, sql } from 'drizzle-orm';
import { books, publishers } from '../../../db/schema/content.ts';
import { foldName } from '../../contract/names.ts';
import type { Tx } from '../../core/database.ts';
import { DcsError } from '../../core/errors.ts';

/**
 * Makes sure the publisher is known under this very spelling. A publisher whose books are all
 * archived takes the new spelling; otherwise two spellings would live side by side.
 * @throws DcsError `request.invalid` naming the spelling in use
 */
export async function ensurePublisher(tx: Tx, name: string): Promise<void> {
  const nameFolded = foldName(name);
  await tx.insert(publishers).values({ name, nameFolded }).onConflictDoNothing();
  const [known] = await tx
    .select({ name: publishers.name })
    .from(publishers)
    .where(eq(publishers.nameFolded, nameFolded))
    .for('update');
  if (known === undefined || known.name === name) return;
  const [live] = await tx
    .select({ one: sql`1` })
    .from(books)
    .where(and(eq(books.publisher, known.name), ne(books.status, 'archived')))
    .limit(1);
  if (live) throw otherSpelling(known.name);
  await tx.update(publishers).set({ name }).where(eq(publishers.name, known.name));
}

function otherSpelling(spelling: string): DcsError {
  const detail = `This publisher is written "${spelling}" here.`;
  return new DcsError('request.invalid', {
    detail,
    entries: [{ code: 'field.invalid', detail, pointer: '/publisher' }],
  });
}
