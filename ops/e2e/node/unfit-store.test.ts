import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { external, start } from './surroundings.ts';

/** A store that has every bucket and takes whatever is put, checksum or not. */
async function carelessStore(): Promise<string> {
  const server = createServer((request, response) => {
    request
      .resume()
      .on('end', () => response.writeHead(request.method === 'DELETE' ? 204 : 200).end());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  return `http://127.0.0.1:${address.port}`;
}

it('a store that takes bytes under a wrong checksum is refused at start', async () => {
  const program = start({ ...(await external()), S3_ENDPOINT: await carelessStore() });
  expect(await program.ends()).toBe(1);
  expect(program.output()).toMatch(/accepts bytes whose SHA-256 is not the one/);
  expect(program.output()).not.toMatch(/is ready|admin password/);
});
