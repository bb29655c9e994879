import type { PendingQuery, Row } from 'postgres';
import type { Connection } from './connection.ts';
import type { ConnectionPool } from './connection-pool.ts';

/** A statement as drizzle hands it over: its text, then parameters and options. */
type Statement = readonly [text: string, parameters?: unknown[], options?: object];

/** Rows that are asked for when they are awaited: as objects, or as arrays after `values()`. */
interface LazyRows extends PromiseLike<unknown> {
  values(): PromiseLike<unknown>;
}

/** As much of a postgres.js transaction as drizzle's session calls. */
export interface TransactionClient {
  unsafe(...statement: Statement): LazyRows;
  savepoint<T>(work: (transaction: TransactionClient) => Promise<T>): Promise<T>;
}

/** As much of postgres.js as drizzle's session calls. */
export interface PooledClient {
  /** Drizzle sets its own parsers here; {@link openConnection} has it do so on each connection. */
  readonly options: { readonly parsers: object; readonly serializers: object };
  unsafe(...statement: Statement): LazyRows;
  begin<T>(work: (transaction: TransactionClient) => Promise<T>): Promise<T>;
}

/** A client for drizzle whose statements each borrow a connection, and whose transactions keep one. */
export function createPooledClient(pool: ConnectionPool): PooledClient {
  return {
    options: { parsers: {}, serializers: {} },
    unsafe: (...statement) => lazyRows((read) => pool.use((one) => send(one, statement, read))),
    begin: (work) => pool.use((connection) => runTransaction(connection, work)),
  };
}

type Rows = PendingQuery<Row[]>;
type ReadRows = (rows: Rows) => PromiseLike<unknown>;

const asObjects: ReadRows = (rows) => rows;
const asArrays: ReadRows = (rows) => rows.values();

function lazyRows(ask: (read: ReadRows) => Promise<unknown>): LazyRows {
  return {
    // biome-ignore lint/suspicious/noThenProperty: drizzle awaits what `unsafe` returns
    then: (fulfilled, rejected) => ask(asObjects).then(fulfilled, rejected),
    values: () => ask(asArrays),
  };
}

/** @throws ConnectionLostError rather than let the driver send it over another connection */
function send(
  connection: Connection,
  [text, parameters = [], options = {}]: Statement,
  read = asObjects,
): Promise<unknown> {
  // Parameters are what drizzle encoded; the driver checks the rest.
  return connection.run((client) => read(client.unsafe(text, parameters as never[], options)));
}

async function runTransaction<T>(
  connection: Connection,
  work: (transaction: TransactionClient) => Promise<T>,
): Promise<T> {
  await send(connection, ['BEGIN']);
  let result: T;
  try {
    result = await work(transactionClient(connection));
  } catch (error) {
    await undo(connection, 'ROLLBACK');
    throw error;
  }
  await send(connection, ['COMMIT']);
  return result;
}

function transactionClient(connection: Connection): TransactionClient {
  let savepoints = 0;
  return {
    unsafe: (...statement) => lazyRows((read) => send(connection, statement, read)),
    async savepoint(work) {
      savepoints += 1;
      const name = `s${savepoints}`;
      await send(connection, [`SAVEPOINT ${name}`]);
      try {
        const result = await work(this);
        await send(connection, [`RELEASE SAVEPOINT ${name}`]);
        return result;
      } catch (error) {
        await undo(connection, `ROLLBACK TO SAVEPOINT ${name}`);
        throw error;
      }
    },
  };
}

/** Over a lost connection there is nothing to roll back: its server did. */
async function undo(connection: Connection, statement: string): Promise<void> {
  try {
    await send(connection, [statement]);
  } catch (error) {
    if (!connection.lost) throw error;
  }
}
