import { asc } from 'drizzle-orm';
import type { Tx } from '../../db/client.ts';
import { auditSeals, auditUnsealed } from '../../db/schema/audit.ts';
import { createNodeBlobs } from '../adapters/node-blobs.ts';
import { systemIds } from '../adapters/system.ts';
import { sealAuditEvents } from '../core/audit/seal-audit-events.ts';
import { writeAudit } from '../core/audit/write-audit.ts';
import { UNLIMITED } from '../core/budget.ts';
import type { WorkContext } from '../core/operations/run-operation.ts';
import { transaction } from '../core/transaction.ts';
import { createTestDatabase, type TestDatabase } from './database.ts';
import { startWatchedStore, type WatchedStore } from './watched-store.ts';
import { createTestWork } from './work.ts';

/** A database and a store whose audit trail nobody else writes to. */
export interface AuditLab {
  readonly database: TestDatabase;
  readonly store: WatchedStore;
  readonly ctx: WorkContext;
  /** Writes an event, in a transaction of its own unless given; gives its id. */
  write(after?: Readonly<Record<string, unknown>>, tx?: Tx): Promise<string>;
  /**
   * Ticks until so many events are sealed, or none waits: a transaction in any database of the server
   * holds sealing up, and other tests have theirs.
   */
  seal(events?: number): Promise<void>;
  /** Ids of the sealed events, in the order of the chain. */
  sealed(): Promise<string[]>;
  close(): Promise<void>;
}

export async function openAuditLab(): Promise<AuditLab> {
  const [database, store] = await Promise.all([createTestDatabase(), startWatchedStore()]);
  const ctx = createTestWork(database, { blobs: createNodeBlobs(store.access) });
  const isSealed = async (events: number | undefined) =>
    events === undefined
      ? (await database.query.$count(auditUnsealed)) === 0
      : (await database.query.$count(auditSeals)) >= events;
  return {
    database,
    store,
    ctx,
    async write(after, given) {
      const id = systemIds.uuid();
      const about = { actor: { type: 'system' }, requestId: null, address: null } as const;
      const target = { type: 'test', id: '1', name: 'Test' };
      const add = (tx: Tx) =>
        writeAudit({ ...about, ids: { ...systemIds, uuid: () => id } }, tx, {
          action: 'book.update',
          target,
          ...(after ? { after } : {}),
        });
      await (given ? add(given) : transaction(database.query, add));
      return id;
    },
    async seal(events) {
      do await sealAuditEvents(ctx, UNLIMITED);
      while (!(await isSealed(events)));
    },
    async sealed() {
      const rows = await database.query.select().from(auditSeals).orderBy(asc(auditSeals.seq));
      return rows.map(({ eventId }) => eventId);
    },
    async close() {
      await Promise.all([database.close(), store.stop()]);
    },
  };
}
