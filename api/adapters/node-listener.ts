import type { Server } from 'node:http';
import { serve } from '@hono/node-server';

const DRAIN_MS = 10_000;
/** A connection on which nothing moves is dead. */
const STALLED_MS = 5 * 60_000;

export type Fetch = (request: Request, bindings?: object) => Response | Promise<Response>;

export interface Listener {
  /** `http://127.0.0.1:8080` */
  readonly url: string;
  /** Takes no new requests; those under way get ten seconds. */
  close(): Promise<void>;
}

class PortTakenError extends Error {
  override readonly name = 'PortTakenError';
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  /** A part over a slow line takes long: then only a body that stands still is ended. */
  readonly takesUploads: boolean;
}

/**
 * Serves `fetch` over HTTP.
 * @throws PortTakenError
 */
export function listen(
  fetch: Fetch,
  { host, port, takesUploads }: ListenOptions,
): Promise<Listener> {
  return new Promise((resolve, reject) => {
    const serverOptions = takesUploads ? { requestTimeout: 0 } : {};
    const server = serve({ fetch, hostname: host, port, serverOptions }, (info) => {
      const name = host.includes(':') ? `[${host}]` : host;
      resolve({ url: `http://${name}:${info.port}`, close: () => drain(server as Server) });
    });
    if (takesUploads) (server as Server).setTimeout(STALLED_MS);
    server.on('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? portTaken(host, port, error) : error);
    });
  });
}

function portTaken(host: string, port: number, cause: Error): PortTakenError {
  return new PortTakenError(
    `Port ${port} on ${host} is taken. Stop the other program, or choose another port: PORT=${port + 1} npm start`,
    { cause },
  );
}

function drain(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
