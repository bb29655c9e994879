import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { type ConnectionOptions, openConnection } from './connection.ts';
import { ConnectionPool } from './connection-pool.ts';
import { createPooledClient } from './pooled-client.ts';

/** Queries outside a transaction. */
export type Db = PostgresJsDatabase;
/** Queries inside one. */
export type Tx = Parameters<Parameters<Db['transaction']>[0]>[0];
/** What a query needs: either of them. */
export type Queries = Db | Tx;

export interface Database {
  readonly query: Db;
  /** Ends every connection; statements under way get up to five seconds. */
  close(): Promise<void>;
}

export interface DatabaseOptions extends ConnectionOptions {
  /** Most connections at once. */
  readonly maxConnections: number;
}

/** Opens a pool. Nothing connects before the first query. */
export function openDatabase({ maxConnections, ...options }: DatabaseOptions): Database {
  const pool = new ConnectionPool(() => openConnection(options), maxConnections);
  // Drizzle's session uses no more of postgres.js than this has; its tests run all of it.
  const query = drizzle(createPooledClient(pool) as unknown as Sql);
  return { query, close: () => pool.end() };
}
