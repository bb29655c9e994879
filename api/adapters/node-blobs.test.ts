import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import type { BlobAddress } from '../core/ports.ts';
import { createNodeBlobs } from './node-blobs.ts';

const PATIENCE = { connectionTimeout: 1000, requestTimeout: 200, socketTimeout: 200 };
/** By far: undici looks at its clock about twice a second. */
const LONGER_MS = 2500;
const HERE: BlobAddress = { bucket: 'books', key: 'a.txt' };
const THERE: BlobAddress = { bucket: 'trash', key: 'a.txt' };
const COPIED = '<CopyObjectResult><ETag>"abc"</ETag></CopyObjectResult>';

/** Our store's adapter, impatient, over a store that answers in its own way. */
async function blobsOver(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.closeAllConnections());
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const keys = { accessKey: 'key', secretKey: 'secret', region: 'us-east-1' };
  return createNodeBlobs({ ...keys, endpoint: `http://127.0.0.1:${port}` }, PATIENCE);
}

async function readAll(chunks: AsyncIterable<Uint8Array> | undefined): Promise<number> {
  let bytes = 0;
  for await (const chunk of chunks ?? []) bytes += chunk.length;
  return bytes;
}

it('gives up on a store that takes a request and says nothing', async () => {
  let requests = 0;
  const blobs = await blobsOver(() => {
    requests += 1;
  });
  await expect(blobs.head(HERE)).rejects.toMatchObject({ code: 'storage.unavailable' });
  expect(requests).toBe(2);
});

it('gives up on an answer that stops halfway', async () => {
  const blobs = await blobsOver((_request, response) => {
    response.writeHead(200, { 'Content-Length': '10' }).write('half');
  });
  const reading = blobs.get(HERE).then(readAll);
  await expect(reading).rejects.toMatchObject({ code: 'storage.unavailable' });
});

it('waits longer for a copy', async () => {
  let requests = 0;
  const blobs = await blobsOver((_request, response) => {
    requests += 1;
    setTimeout(() => response.writeHead(200).end(COPIED), LONGER_MS);
  });
  expect(await blobs.copy(HERE, THERE)).toBe('"abc"');
  expect(requests).toBe(1);
});
