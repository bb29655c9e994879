import { drizzle } from 'drizzle-orm/postgres-js';
import postgres, { type Sql } from 'postgres';

/** A connection was lost: nothing more is sent over it, and what it had not committed is undone. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
}

export interface ConnectionOptions {
  /** `postgres://user:password@host:port/database` */
  readonly url: string;
  /** `SET` on every connection, such as `dcs.clock_offset`. */
  readonly settings?: Readonly<Record<string, string>>;
}

const CONNECT_TIMEOUT_SECONDS = 5;
const STATEMENT_TIMEOUT_MS = 60_000;

/** One connection to PostgreSQL. Once lost it stays lost. */
export interface Connection {
  readonly lost: boolean;
  /** @throws ConnectionLostError when it was lost before; nothing is sent then */
  client(): Sql;
  end(timeoutSeconds: number): Promise<void>;
}

/**
 * Makes a connection, which connects with its first statement.
 *
 * postgres.js 3.4.9 must never reconnect under us: a statement of a transaction whose connection
 * was lost would run on the new one, on its own (porsager/postgres #1215, #1216), its own ROLLBACK
 * crashes the process (#1133, #1208), and a connection lost with a write pending hangs ever after.
 * So a client holds one connection, is asked before each statement whether that still stands, and
 * is thrown away when not.
 */
export function openConnection({ url, settings }: ConnectionOptions): Connection {
  let lost = false;
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // A connection ends when its pool says so, and not in the middle of a transaction.
    max_lifetime: null,
    onnotice: () => {},
    onclose: () => {
      lost = true;
    },
    connection: {
      application_name: 'dream-central-storage',
      statement_timeout: STATEMENT_TIMEOUT_MS,
      idle_in_transaction_session_timeout: STATEMENT_TIMEOUT_MS,
      ...settings,
    },
  });
  // Sets drizzle's parsers on this client: dates and JSON arrive as drizzle maps them.
  drizzle(client);
  return {
    get lost() {
      return lost;
    },
    client() {
      if (lost) throw new ConnectionLostError('The database connection was lost.');
      return client;
    },
    end: (timeoutSeconds) => client.end({ timeout: timeoutSeconds }),
  };
}
