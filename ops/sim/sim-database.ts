import { openConnection } from '../../db/connection.ts';
import { ConnectionPool } from '../../db/connection-pool.ts';
import { createPooledClient, type PooledClient } from '../../db/pooled-client.ts';
import { SNAPSHOT, type Snapshot } from './snapshot.ts';

/** A real PostgreSQL with our tables, whose clock and content are the simulation's. */
export interface SimDatabase {
  /** Of one connection: statements come one after the other. */
  readonly client: PooledClient;
  /** Empties all tables. */
  reset(): Promise<void>;
  /** Sets what `dcs_now()` gives. */
  setNow(nowMs: number): Promise<void>;
  snapshot(): Promise<Snapshot>;
  close(): Promise<void>;
}

/**
 * Makes a migrated database the simulation's own. Nothing in it may depend on when it is run: its
 * clock stands still between two steps, and nobody vacuums or analyses it, which would change plans
 * and with them the order of rows that have none.
 */
export async function openSimDatabase(url: string): Promise<SimDatabase> {
  const pool = new ConnectionPool(
    () => openConnection({ url, settings: { synchronous_commit: 'off' } }),
    1,
  );
  const client = createPooledClient(pool);
  const run = async (text: string) => (await client.unsafe(text)) as Record<string, unknown>[];
  const tables = await run(`
    SELECT quote_ident(tablename) AS name FROM pg_tables
    WHERE schemaname = 'public' AND tablename <> 'schema_migrations'`);
  const names = tables.map(({ name }) => String(name));
  for (const name of names) {
    await run(`ALTER TABLE ${name} SET (autovacuum_enabled = off)`);
    await run(`ALTER TABLE ${name} DISABLE TRIGGER USER`); // one refuses to be emptied
  }
  await run(`
    CREATE OR REPLACE FUNCTION dcs_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('dcs.sim_now')::timestamptz`);
  let nowMs = Number.NaN;
  return {
    client,
    async reset() {
      await run(`TRUNCATE ${names.join(', ')} RESTART IDENTITY`);
    },
    async setNow(toMs) {
      if (toMs === nowMs) return;
      await run(`SET dcs.sim_now = '${new Date(toMs).toISOString()}'`);
      nowMs = toMs;
    },
    async snapshot() {
      const [row] = await run(SNAPSHOT);
      return JSON.parse(String(row?.snapshot)) as Snapshot; // as the query builds it
    },
    close: () => pool.end(),
  };
}
