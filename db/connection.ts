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
  /**
   * Runs a statement.
   * @throws ConnectionLostError when the connection was lost before, and nothing is sent then; or
   *   when it is lost meanwhile
   */
  run<T>(statement: (client: Sql) => PromiseLike<T>): Promise<T>;
  end(timeoutSeconds: number): Promise<void>;
}

/**
 * Makes a connection, which connects with its first statement.
 *
 * postgres.js 3.4.9 must never reconnect under us: a statement of a transaction whose connection
 * was lost would run on the new one, on its own (porsager/postgres #1215, #1216), its own ROLLBACK
 * crashes the process (#1133, #1208), a connection lost with a write pending hangs ever after, and
 * a statement sent between a socket's error and its end is never answered. So a client holds one
 * connection, sends nothing once that is lost, rejects what was under way, and is thrown away.
 */
export function openConnection({ url, settings }: ConnectionOptions): Connection {
  let lost = false;
  const waiting = new Set<(error: ConnectionLostError) => void>();
  const client = postgres(url, {
    max: 1,
    connect_timeout: CONNECT_TIMEOUT_SECONDS,
    // A connection ends when its pool says so, and not in the middle of a transaction.
    max_lifetime: null,
    onnotice: () => {},
    onclose: () => {
      lost = true;
      for (const reject of waiting) reject(connectionLost());
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
    async run(statement) {
      if (lost) throw connectionLost();
      return new Promise((resolve, reject) => {
        waiting.add(reject);
        statement(client)
          .then(resolve, reject)
          .then(() => waiting.delete(reject));
      });
    },
    end: (timeoutSeconds) => client.end({ timeout: timeoutSeconds }),
  };
}

function connectionLost(): ConnectionLostError {
  return new ConnectionLostError('The database connection was lost.');
}
