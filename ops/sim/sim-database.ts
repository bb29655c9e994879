import { openConnection } from '../../db/connection.ts';
import { ConnectionPool } from '../../db/connection-pool.ts';
import { createPooledClient, type PooledClient } from '../../db/pooled-client.ts';
import { SNAPSHOT, type Snapshot } from './snapshot.ts';

/** A real PostgreSQL with our tables, whose clock and content are the simulation's. */
export interface SimDatabase {
  /** Of one connection: statements come one after the other. */
  readonly client: PooledClient;
  /** Whether something may have changed since it was last asked. */
  takeChanged(): boolean;
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
  }
  // Those that refuse to have their table emptied.
  const refusing = await run(`
    SELECT tgrelid::regclass::text AS table, quote_ident(tgname) AS trigger FROM pg_trigger
    WHERE tgfoid = 'refuse_audit_change'::regproc`);
  for (const { table, trigger } of refusing) {
    await run(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
  }
  const sequences = await run(`
    SELECT string_agg(format('setval(%L, 1, false)', sequencename), ', ') AS all_begun_anew
    FROM pg_sequences WHERE schemaname = 'public'`);
  // Lists of books and events, which are not simulated; each costs a file with every seed.
  const indexes = await run(`
    SELECT quote_ident(indexname) AS name FROM pg_indexes
    WHERE schemaname = 'public' AND indexname ~ '^(books_by|audit_events)_' AND indexname !~ 'pkey'`);
  for (const { name } of indexes) await run(`DROP INDEX ${name}`);
  await run(`
    CREATE OR REPLACE FUNCTION dcs_now() RETURNS timestamptz LANGUAGE sql STABLE PARALLEL SAFE
    RETURN current_setting('dcs.sim_now')::timestamptz`);
  let nowMs = Number.NaN;
  let hasChanged = true;
  const note = (text: string, rows: unknown) => {
    // What the driver gives tells how many rows were written.
    if (/^\s*select/i.test(text) || (rows as { count?: number }).count === 0) return;
    hasChanged = true;
  };
  return {
    client: notingClient(client, note),
    takeChanged() {
      const changed = hasChanged;
      hasChanged = false;
      return changed;
    },
    async reset() {
      // Also those whose rows are all deleted: what is left of them slows down every look at them.
      const used = names.map(
        (name) => `SELECT '${name}' AS name WHERE pg_relation_size('${name}') > 0`,
      );
      const filled = await run(used.join(' UNION ALL '));
      if (filled.length === 0) return;
      // With fresh files rows lie in the same order each time, whatever was there before.
      const list = filled.map(({ name }) => name).join(', ');
      await run(`TRUNCATE ${list} CASCADE`);
      await run(`SELECT ${sequences[0]?.all_begun_anew}`); // of tables that are empty already as well
    },
    async setNow(toMs) {
      if (toMs === nowMs) return;
      await run(`SET dcs.sim_now = '${new Date(toMs).toISOString()}'`);
      nowMs = toMs;
    },
    async snapshot() {
      const [row] = (await client.unsafe(SNAPSHOT, [], { prepare: true })) as object[];
      return JSON.parse((row as { snapshot: string }).snapshot) as Snapshot; // as the query builds it
    },
    close: () => pool.end(),
  };
}

/** Tells of each statement, and of each transaction that was committed. */
function notingClient(
  client: PooledClient,
  note: (text: string, rows: unknown) => void,
): PooledClient {
  return {
    options: client.options,
    unsafe(...statement) {
      const noted = (rows: unknown) => {
        note(statement[0], rows);
        return rows;
      };
      return {
        // biome-ignore lint/suspicious/noThenProperty: drizzle awaits what `unsafe` returns
        then: (fulfilled, rejected) =>
          client
            .unsafe(...statement)
            .then(noted)
            .then(fulfilled, rejected),
        values: () =>
          client
            .unsafe(...statement)
            .values()
            .then(noted),
      };
    },
    async begin(work) {
      const result = await client.begin(work);
      note('COMMIT', {});
      return result;
    },
  };
}
