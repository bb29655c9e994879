import postgres, { type Sql } from 'postgres';
import { findFreePort } from '../../embedded/postgres/ports.ts';
import { startEmbeddedPostgres } from '../../embedded/postgres/postgres.ts';

/** A PostgreSQL of a test's own. */
export interface OwnDatabase {
  readonly port: number;
  /** By its clock as it is now. Never of more than one connection. */
  readonly sql: Sql;
  /** Its URL where something else listens for it. */
  urlAt(port: number): string;
  /** Moves its clock on, for all who connect from now on. */
  advance(minutes: number): Promise<void>;
  /** Stops it, which rolls back what is under way, and starts it again. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startOwnDatabase(dataDir: string): Promise<OwnDatabase> {
  const options = { dataDir, port: await findFreePort(), durable: false };
  let running = await startEmbeddedPostgres(options);
  const url = new URL(running.url);
  const sql = postgres(running.url, { max: 1, onnotice: () => {} });
  let ahead = 0;
  return {
    port: options.port,
    sql,
    urlAt(port) {
      const there = new URL(url);
      there.port = String(port);
      return there.href;
    },
    async advance(minutes) {
      ahead += minutes;
      const offset = `dcs.clock_offset = '${ahead} minutes'`;
      await sql.unsafe(`ALTER DATABASE "${url.pathname.slice(1)}" SET ${offset}`);
      await sql.unsafe(`SET ${offset}`);
    },
    async restart() {
      await running.stop();
      running = await startEmbeddedPostgres(options);
    },
    async stop() {
      await sql.end();
      await running.stop();
    },
  };
}
