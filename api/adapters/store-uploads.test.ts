import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startEmbeddedS3 } from '../../ops/embedded/s3/server.ts';
import { createNodeBlobs } from './node-blobs.ts';
import { listen } from './node-listener.ts';
import { uploadsUrl, withStoreUploads } from './store-uploads.ts';
import { createUrlSigner } from './url-signer.ts';

const BODY = 'a page';
const keys = { accessKey: 'key', secretKey: 'secret' };
const store = await startEmbeddedS3({ ...keys, store: { kind: 'memory' } });
const access = { ...keys, endpoint: store.endpoint, region: 'us-east-1' };
const app = () => new Response('the API');
const listener = await listen(withStoreUploads(app, store), {
  host: '127.0.0.1',
  port: 0,
  takesUploads: true,
});
const signer = createUrlSigner(access, { uploadEndpoint: uploadsUrl(listener.url) });

beforeAll(() => createNodeBlobs(access).ensureBucket('books'));
afterAll(async () => {
  await listener.close();
  await store.stop();
});

function signed() {
  return signer.signPut({
    bucket: 'books',
    key: 'a/ü b.txt',
    sizeBytes: BODY.length,
    sha256Base64: createHash('sha256').update(BODY).digest('base64'),
    at: new Date(),
    expiresInSeconds: 60,
  });
}

it('takes what was signed for the store, whatever token comes with it', async () => {
  const { url, headers } = signed();
  expect(url).toContain(`${listener.url}/_s3/books/`);
  const authorization = 'Bearer not-for-the-store';
  const answer = await fetch(url, {
    method: 'PUT',
    body: BODY,
    headers: { ...headers, authorization },
  });
  expect(answer.status).toBe(200);
});

it('refuses other bytes than were signed', async () => {
  const { url, headers } = signed();
  const answer = await fetch(url, { method: 'PUT', body: 'A page', headers });
  expect(answer.status).toBe(400);
});

it.each(['GET', 'HEAD', 'DELETE', 'POST'])('lets no %s through', async (method) => {
  const answer = await fetch(signed().url, { method });
  expect(answer.status).toBe(405);
});

it('leaves the rest to the API', async () => {
  expect(await (await fetch(`${listener.url}/_s3x`)).text()).toBe('the API');
});

it('is told of by an address that can be reached', () => {
  expect(uploadsUrl('http://0.0.0.0:8080')).toBe('http://127.0.0.1:8080/_s3');
  expect(uploadsUrl('http://[::]:8080')).toBe('http://127.0.0.1:8080/_s3');
});
