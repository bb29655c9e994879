import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { FaultPlan } from './faults.ts';
import type { RequestEvent } from './serve.ts';
import { S3Service } from './serve.ts';
import type { ObjectStore } from './store.ts';
import { openDiskStore } from './store-disk.ts';
import { openMemoryStore } from './store-memory.ts';

export type EmbeddedS3Options = {
  store: { kind: 'disk'; dir: string } | { kind: 'memory' };
  /** Default 127.0.0.1. */
  host?: string;
  /** Default 0: any free one. */
  port?: number;
  accessKey: string;
  secretKey: string;
  /** Default us-east-1. */
  region?: string;
  /** What goes wrong on purpose; default nothing. */
  faults?: FaultPlan;
  /** Told of each request once it has been answered; for tests that count. */
  onRequest?: (event: RequestEvent) => void;
  /** Told of errors answered as 500; default: written to stderr. */
  onError?: (error: unknown) => void;
  /** Unix milliseconds; default the system's clock. */
  now?: () => number;
};

export type EmbeddedS3 = {
  /** As `http://127.0.0.1:9000`. */
  endpoint: string;
  port: number;
  /** Answers a request that came to another server of this process. */
  serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void>;
  /** Stops accepting, lets running requests finish for up to three seconds, closes the store. */
  stop(): Promise<void>;
};

const STOP_GRACE_MS = 3000;
/** Longer than clients keep idle connections, so that they, not we, close one first. */
const KEEP_ALIVE_MS = 65_000;
/** A connection on which nothing moves is dead. */
const STALLED_MS = 5 * 60_000;

function makeServer(service: S3Service): Server {
  // A part of 5 GiB over a slow line takes hours: only a stall ends a request, not its length.
  const server = createServer({ requestTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS });
  server.setTimeout(STALLED_MS);
  server.on('request', (incoming, outgoing) => void service.serve(incoming, outgoing, false));
  server.on('checkContinue', (incoming, outgoing) => void service.serve(incoming, outgoing, true));
  return server;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/**
 * Answers a function that closes `server`: idle connections at once (also those that never asked
 * anything, which Node leaves open), busy ones when their answer is out or the grace is over.
 */
function trackConnections(server: Server): () => Promise<void> {
  const busy = new Map<Socket, number>();
  let closing = false;
  const shift = (socket: Socket, by: number) => {
    const requests = (busy.get(socket) ?? 0) + by;
    busy.set(socket, requests);
    if (closing && requests === 0) {
      socket.destroySoon();
    }
  };
  server.on('connection', (socket) => {
    shift(socket, 0);
    socket.once('close', () => busy.delete(socket));
  });
  const onRequest = (incoming: IncomingMessage, outgoing: ServerResponse) => {
    shift(incoming.socket, 1);
    outgoing.once('close', () => shift(incoming.socket, -1));
  };
  server.prependListener('request', onRequest);
  server.prependListener('checkContinue', onRequest);
  return () =>
    new Promise((resolve) => {
      closing = true;
      const timer = setTimeout(() => server.closeAllConnections(), STOP_GRACE_MS);
      server.close(() => {
        clearTimeout(timer);
        resolve();
      });
      for (const socket of busy.keys()) {
        shift(socket, 0);
      }
    });
}

function openStore(options: EmbeddedS3Options, now: () => number): Promise<ObjectStore> {
  return options.store.kind === 'disk'
    ? openDiskStore(options.store.dir, now)
    : Promise.resolve(openMemoryStore(now));
}

/**
 * Starts an S3 server; resolves once it listens. Objects are durable when acknowledged.
 * Rejects with code EADDRINUSE when the port is taken, and when the directory is not usable.
 */
export async function startEmbeddedS3(options: EmbeddedS3Options): Promise<EmbeddedS3> {
  const { host = '127.0.0.1', region = 'us-east-1', accessKey, secretKey } = options;
  const now = options.now ?? Date.now;
  const store = await openStore(options, now);
  const service = new S3Service({
    store,
    region,
    now,
    credentials: { accessKey, secretKey, region },
    faults: options.faults,
    onRequest: options.onRequest,
    onError: options.onError ?? ((error) => console.error('embedded S3:', error)),
  });
  const server = makeServer(service);
  const close = trackConnections(server);
  try {
    await listen(server, options.port ?? 0, host);
  } catch (error) {
    await store.close();
    throw error;
  }
  // Listening on TCP, so the address is neither null nor a pipe's name.
  const { port } = server.address() as AddressInfo;
  let stopping: Promise<void> | null = null;
  const stop = async () => {
    await close();
    await store.close();
  };
  return {
    endpoint: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    port,
    serve: (incoming, outgoing) => service.serve(incoming, outgoing, false),
    stop() {
      stopping ??= stop();
      return stopping;
    },
  };
}
