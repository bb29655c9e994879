import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream';
import type { Gate } from './moments.ts';

export interface ServerProxy {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * An address for a store at which each request of the service is a step before it is passed on, and
 * another one when it is answered. What bears a signed URL is a client's, and always goes on.
 */
export async function startStoreProxy(endpoint: string, gate: Gate): Promise<ServerProxy> {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true });

  async function forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const { method = '', url = '' } = incoming;
    const isClients = url.includes('X-Amz-Signature=');
    const what = `${method} ${decodeURIComponent(url)}`;
    const isGoingOn = async (when: string) =>
      (await gate({ what: `${when} ${what}`, isInTransaction: false })) || isClients;
    if (!(await isGoingOn('before'))) return void incoming.destroy();
    // The host is signed, and stays the one that was asked.
    const { expect: _, connection: __, ...headers } = incoming.headers;
    const upstream = request({ agent, hostname, port, method, path: url, headers });
    pipeline(incoming, upstream, () => {});
    const [answer] = (await once(upstream, 'response')) as [IncomingMessage]; // it carries just this
    if (!(await isGoingOn('after'))) {
      answer.resume();
      outgoing.destroy();
      return;
    }
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    pipeline(answer, outgoing, () => {});
  }

  const server = createServer((incoming, outgoing) => {
    forward(incoming, outgoing).catch(() => outgoing.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port, // it listens on TCP
    async close() {
      server.close();
      server.closeAllConnections();
      agent.destroy();
    },
  };
}
