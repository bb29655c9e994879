// Inflates and parses JSON bodies, and does nothing with them.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createGunzip } from 'node:zlib';

const server = createServer(async (incoming, outgoing) => {
  const { files } = (await json(incoming.pipe(createGunzip()))) as { files: readonly unknown[] };
  outgoing.setHeader('content-type', 'application/json');
  outgoing.end(JSON.stringify({ files: files.length }));
});
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo; // TCP, so not a path
  console.log(`http://127.0.0.1:${port}`);
});
