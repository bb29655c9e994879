import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { createMessageReader, createStatementTeller, type Message } from './database-messages.ts';
import type { Gate } from './moments.ts';
import type { ServerProxy } from './store-proxy.ts';

/** Ends what has PostgreSQL do something: a simple query, or the Sync of an extended one. */
const RUNS = /^[QS]$/;
/** Parts of an extended query, which are sent with what ends it; a Flush asks how it was understood. */
const EXTENDED = /^[PBDEC]$/;
const READY = 'Z';
/** ReadyForQuery outside a transaction. */
const IDLE = 'I'.charCodeAt(0);

/**
 * An address for a PostgreSQL at which each statement is a step before it is passed on, and another
 * one when it is answered. Reading outside a transaction changes nothing and is no step.
 */
export async function startDatabaseProxy(port: number, gate: Gate): Promise<ServerProxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.setNoDelay().on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    const state: Exchange = { client, upstream, gate, isInTransaction: false };
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    passStatements(state).then(end, end);
    passAnswers(state).then(end, end);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    async close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

interface Exchange {
  readonly client: Socket;
  readonly upstream: Socket;
  readonly gate: Gate;
  isInTransaction: boolean;
  /** The statement under way, if it is a step. */
  statement?: string | undefined;
}

/** Ends when the client does, or at a step that does not go on. */
async function passStatements(exchange: Exchange): Promise<void> {
  const { client, upstream, gate } = exchange;
  const read = createMessageReader(true);
  const tell = createStatementTeller();
  let asked: Message[] = [];
  for await (const chunk of client) {
    for (const message of read(chunk)) {
      asked.push(message);
      if (EXTENDED.test(message.type)) continue;
      const text = tell(asked);
      const isRun = RUNS.test(message.type) && isStep(exchange, text);
      exchange.statement = isRun ? text : undefined;
      if (isRun && !(await gate(step(exchange, 'before')))) return;
      upstream.write(Buffer.concat(asked.map(({ bytes }) => bytes)));
      asked = [];
    }
  }
}

/** Ends when PostgreSQL does, or at a step that does not go on. */
async function passAnswers(exchange: Exchange): Promise<void> {
  const { client, upstream, gate } = exchange;
  const read = createMessageReader(false);
  let answered: Buffer[] = [];
  for await (const chunk of upstream) {
    for (const { type, bytes } of read(chunk)) {
      answered.push(bytes);
      // A step is answered as a whole, or not at all.
      if (type !== READY && exchange.statement !== undefined) continue;
      const isGoingOn = exchange.statement === undefined || (await gate(step(exchange, 'after')));
      if (type === READY) {
        exchange.isInTransaction = bytes.at(-1) !== IDLE;
        exchange.statement = undefined;
      }
      if (!isGoingOn) return;
      client.write(Buffer.concat(answered));
      answered = [];
    }
  }
  // Its last words, such as that it is shutting down.
  client.write(Buffer.concat(answered));
}

function isStep({ isInTransaction }: Exchange, text: string | undefined): text is string {
  return text !== undefined && (isInTransaction || !/^select\b/i.test(text));
}

function step({ statement = '', isInTransaction }: Exchange, when: string) {
  return { what: `${when} ${statement}`, isInTransaction };
}
