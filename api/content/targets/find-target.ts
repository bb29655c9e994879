import { eq } from 'drizzle-orm';
import { books } from '../../../db/schema/content.ts';
import { builds } from '../../../db/schema/folders.ts';
import type { Queries, Tx } from '../../core/database.ts';
import { bookAsTarget } from './book-target.ts';
import { buildAsTarget } from './build-target.ts';
import type { Target } from './target.ts';

/** What a folder belongs to. */
export async function findTarget(query: Queries, folderId: string): Promise<Target> {
  const [book] = await selectBook(query, folderId);
  if (book) return bookAsTarget(book);
  const [build] = await selectBuild(query, folderId);
  if (build) return buildAsTarget(build);
  throw ownerless(folderId);
}

/** The same, and nobody else changes it until the transaction ends. It is locked before its folder. */
export async function lockTarget(tx: Tx, folderId: string): Promise<Target> {
  const [book] = await selectBook(tx, folderId).for('update');
  if (book) return bookAsTarget(book);
  const [build] = await selectBuild(tx, folderId).for('update');
  if (build) return buildAsTarget(build);
  throw ownerless(folderId);
}

function selectBook(query: Queries, folderId: string) {
  return query.select().from(books).where(eq(books.folderId, folderId)).$dynamic();
}

function selectBuild(query: Queries, folderId: string) {
  return query.select().from(builds).where(eq(builds.folderId, folderId)).$dynamic();
}

function ownerless(folderId: string): Error {
  return new Error(`The folder ${folderId} belongs to nothing.`);
}
