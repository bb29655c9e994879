import { once } from 'node:events';
import { createServer } from 'node:net';
import { EmbeddedPostgresError } from './errors.ts';

export const HOST = '127.0.0.1';

/** A port nobody listens on at this moment; the next moment is another matter, so be ready to retry. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, HOST);
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return address.port;
}

export function portTaken(port: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `The database port ${port} on ${HOST} is already in use by another program. ` +
      'Stop that one, or choose another port.',
    { code: 'EADDRINUSE' },
  );
}
