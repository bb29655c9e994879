import type { Connection } from './connection.ts';

const END_TIMEOUT_SECONDS = 5;

/** Lends connections, one borrower each; lost ones are replaced. */
export class ConnectionPool {
  readonly #open: () => Connection;
  readonly #max: number;
  readonly #all = new Set<Connection>();
  readonly #idle: Connection[] = [];
  readonly #waiting: ((connection: Connection) => void)[] = [];
  #ended = false;

  constructor(open: () => Connection, max: number) {
    this.#open = open;
    this.#max = max;
  }

  /** Runs `work` with a connection of its own. */
  async use<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await this.#acquire();
    try {
      return await work(connection);
    } finally {
      this.#release(connection);
    }
  }

  /** Ends every connection; statements under way get five seconds. */
  async end(): Promise<void> {
    this.#ended = true;
    await Promise.all([...this.#all].map((connection) => connection.end(END_TIMEOUT_SECONDS)));
  }

  #acquire(): Connection | Promise<Connection> {
    if (this.#ended) throw new Error('The database was closed.');
    for (let idle = this.#idle.pop(); idle; idle = this.#idle.pop()) {
      if (!idle.lost) return idle;
      this.#all.delete(idle);
    }
    if (this.#all.size < this.#max) return this.#add();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #add(): Connection {
    const connection = this.#open();
    this.#all.add(connection);
    return connection;
  }

  #release(connection: Connection): void {
    if (connection.lost) this.#all.delete(connection);
    const next = this.#waiting.shift();
    if (next) next(connection.lost ? this.#add() : connection);
    else if (!connection.lost) this.#idle.push(connection);
  }
}
