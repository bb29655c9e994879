import { sql } from 'drizzle-orm';
import { systemIds } from '../adapters/system.ts';
import { createOperation } from '../core/operations/create-operation.ts';
import type { OperationType } from '../core/operations/operation-row.ts';
import type { TestDatabase } from './database.ts';

/** Makes a folder that belongs to nothing. @returns its id */
export async function createFolder({ query }: TestDatabase): Promise<string> {
  const id = systemIds.uuid();
  await query.execute(sql`INSERT INTO folders (id, bucket, prefix) VALUES (${id}, 'books', ${id})`);
  return id;
}

interface Queued {
  /** A new one unless given. */
  readonly folder?: string | undefined;
  /** `finalize` unless given. */
  readonly type?: OperationType | undefined;
  /** What it works on; something of its own unless given. */
  readonly subjectId?: string;
}

/** Queues an operation of three things, for `editor@example.com`. @returns its id */
export async function queueOperation(
  database: TestDatabase,
  { folder, type = 'finalize', subjectId = systemIds.uuid() }: Queued = {},
): Promise<string> {
  const folderId = folder ?? (await createFolder(database));
  const actor = { type: 'user', id: 'u', email: 'editor@example.com', role: 'admin' } as const;
  const ctx = { ids: systemIds, actor, requestId: 'request-1', address: '192.0.2.1' };
  const { id } = await database.query.transaction((tx) =>
    createOperation(ctx, tx, {
      type,
      folderId,
      subjectId,
      target: { type: 'book', book_id: folderId, publisher: 'Acme', book_name: 'Book' },
      total: 3,
    }),
  );
  return id;
}
