import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  CreateMultipartUploadCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, inject, it, onTestFinished } from 'vitest';
import type { SignedUpload, UrlSigner } from '../core/ports.ts';
import type { StoreAccess } from './config.ts';
import { createNodeBlobs } from './node-blobs.ts';
import { systemIds } from './system.ts';
import { createUrlSigner } from './url-signer.ts';

// The store of all tests, and another when these name one:
const {
  S3_CONFORMANCE_ENDPOINT: endpoint,
  S3_CONFORMANCE_ACCESS_KEY: accessKey = '',
  S3_CONFORMANCE_SECRET_KEY: secretKey = '',
} = process.env;

const STORES: { name: string; store: StoreAccess }[] = [
  { name: 'the embedded server', store: inject('store') },
];
if (endpoint) {
  const store = { endpoint, accessKey, secretKey, region: 'us-east-1' };
  STORES.push({ name: 'MinIO', store });
}

const RESPONSE = {
  contentType: 'text/html; charset=utf-8',
  contentDisposition: `attachment; filename="Unite 1.html"; filename*=UTF-8''%C3%9Cnite%201.html`,
  cacheControl: 'public, max-age=31536000, immutable',
};

function sha256Base64(body: string): string {
  return createHash('sha256').update(body).digest('base64');
}

/** A fresh object, with what signs an upload of `body`. */
function uploadOf(body: string, key = `url-signer/${systemIds.uuid()}`) {
  const sums = { sizeBytes: Buffer.byteLength(body), sha256Base64: sha256Base64(body) };
  return { bucket: 'books', key, at: new Date(), expiresInSeconds: 60, ...sums } as const;
}

async function put({ url, headers }: SignedUpload, body: string): Promise<number> {
  const answer = await fetch(url, { method: 'PUT', headers, body });
  await answer.body?.cancel();
  return answer.status;
}

function readUrl(signer: UrlSigner, key: string, method: 'GET' | 'HEAD' = 'GET'): string {
  const when = { at: new Date(), expiresInSeconds: 60 };
  return signer.signRead({ method, bucket: 'books', key, ...when, response: RESPONSE });
}

/** As the shipped proxy does: takes its path away and sends the Host that was signed. */
async function startProxy(store: StoreAccess, path: string): Promise<string> {
  const { hostname, port, host } = new URL(store.endpoint);
  const proxy = createServer((incoming, outgoing) => {
    const { method, url = '', headers } = incoming;
    const target = { hostname, port, method, path: url.slice(path.length) };
    const onward = request({ ...target, headers: { ...headers, host } }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  onTestFinished(() => void proxy.close());
  const address = proxy.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${address.port}${path}`;
}

describe.each(STORES)('$name', ({ store }) => {
  const signer = createUrlSigner(store);
  const client = new S3Client({
    endpoint: store.endpoint,
    region: store.region,
    credentials: { accessKeyId: store.accessKey, secretAccessKey: store.secretKey },
    forcePathStyle: true,
  });
  beforeAll(() => createNodeBlobs(store).ensureBucket('books'));

  it('takes exactly the bytes a PUT was signed for', async () => {
    const upload = uploadOf('right');
    const signed = signer.signPut(upload);
    expect(await put(signed, 'wrong')).toBe(400);
    expect(await put(signed, 'longer')).toBe(403);
    const forged = { 'x-amz-checksum-sha256': sha256Base64('wrong') };
    expect(await put({ ...signed, headers: forged }, 'wrong')).toBe(403);
    // MinIO calls a signed header that is missing a bad request.
    expect(await put({ ...signed, headers: {} }, 'right')).toBeOneOf([400, 403]);
    expect((await fetch(readUrl(signer, upload.key))).status).toBe(404);
    expect(await put(signed, 'right')).toBe(200);
    expect(await (await fetch(readUrl(signer, upload.key))).text()).toBe('right');
  });

  it('takes an empty object', async () => {
    expect(await put(signer.signPut(uploadOf('')), '')).toBe(200);
  });

  it('takes exactly the bytes a part was signed for', async () => {
    const upload = uploadOf('right');
    const object = { Bucket: upload.bucket, Key: upload.key };
    const { UploadId: uploadId = '' } = await client.send(
      new CreateMultipartUploadCommand({ ...object, ChecksumAlgorithm: 'SHA256' }),
    );
    const signed = signer.signPart({ ...upload, uploadId, part: 3 });
    expect(await put(signed, 'wrong')).toBe(400);
    expect(await put(signed, 'longer')).toBe(403);
    expect(await put(signed, 'right')).toBe(200);
    const { Parts } = await client.send(new ListPartsCommand({ ...object, UploadId: uploadId }));
    const part = { PartNumber: 3, Size: 5, ChecksumSHA256: upload.sha256Base64 };
    expect(Parts).toEqual([expect.objectContaining(part)]);
  });

  it('answers the headers a read was signed for, to that method alone', async () => {
    const upload = uploadOf('<p>');
    await put(signer.signPut(upload), '<p>');
    for (const method of ['GET', 'HEAD'] as const) {
      const url = readUrl(signer, upload.key, method);
      const answer = await fetch(url, { method });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe(RESPONSE.contentType);
      expect(answer.headers.get('content-disposition')).toBe(RESPONSE.contentDisposition);
      expect(answer.headers.get('cache-control')).toBe(RESPONSE.cacheControl);
      const other = await fetch(url, { method: method === 'GET' ? 'HEAD' : 'GET' });
      expect(other.status).toBe(403);
    }
    const part = await fetch(readUrl(signer, upload.key), { headers: { range: 'bytes=1-' } });
    expect([part.status, await part.text()]).toEqual([206, 'p>']);
  });

  it('refuses a URL that has expired', async () => {
    const upload = { ...uploadOf('late'), at: new Date(Date.now() - 120_000) };
    expect(await put(signer.signPut(upload), 'late')).toBe(403);
  });

  it.each([
    'two  spaces ',
    'a+b',
    '100%',
    'a%25b%2Fc%20d',
    'ünïté/ŞĞİı.txt',
    'u\u0308ni\u0308te\u0301',
    '教科書/📚👩🏽‍🏫.png',
    'what?',
    'c#',
    'a&b=c',
    `it's (not) *so* "bad"!~`,
    'a;b@c:d$e,f',
    '`^{}|<>[]',
    'folder/',
    ['ü'.repeat(120), '📚'.repeat(60), 'x'.repeat(240), 'y'.repeat(240)].join('/'),
  ])('keeps the key %j as it is', async (name) => {
    const prefix = `url-signer/${systemIds.uuid()}/`;
    const body = name.endsWith('/') ? '' : name; // MinIO has folders hold nothing
    const key = prefix + name;
    expect(await put(signer.signPut(uploadOf(body, key)), body)).toBe(200);
    expect(await (await fetch(readUrl(signer, key))).text()).toBe(body);
    const { Contents } = await client.send(
      new ListObjectsV2Command({ Bucket: 'books', Prefix: prefix }),
    );
    expect(Contents?.map(({ Key }) => Key)).toEqual([key]);
  });

  it('is reached through proxies that strip a path and set the signed host', async () => {
    const publicEndpoint = await startProxy(store, '');
    const uploadEndpoint = await startProxy(store, '/_s3');
    const abroad = createUrlSigner(store, { publicEndpoint, uploadEndpoint });
    const upload = uploadOf('through a proxy');
    const signed = abroad.signPut(upload);
    expect(signed.url.startsWith(`${uploadEndpoint}/books/url-signer/`)).toBe(true);
    expect(await put(signed, 'through a proxy')).toBe(200);
    const url = readUrl(abroad, upload.key);
    expect(url.startsWith(`${publicEndpoint}/books/url-signer/`)).toBe(true);
    expect(await (await fetch(url)).text()).toBe('through a proxy');
  });
});
