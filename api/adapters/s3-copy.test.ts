import { createHash, randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { Fault } from '../../ops/embedded/s3/faults.ts';
import type { BlobAddress, BlobEntry, BlobPart } from '../core/ports.ts';
import { startWatchedStore, type WatchedStore } from '../testing/watched-store.ts';
import type { StoreAccess } from './config.ts';
import { createNodeBlobs, sendByUndici } from './node-blobs.ts';
import { createQuickCopy, sendByFetch } from './s3-quick-copy.ts';
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

/** All but the last part of a multipart upload must have as much. */
const PART_BYTES = 5 * 1024 * 1024;

function sha256(body: string | Buffer, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(body).digest(encoding);
}

describe.each(STORES)('$name', ({ store }) => {
  const blobs = createNodeBlobs(store);
  const quickCopies = [sendByFetch, sendByUndici()].map((send) => createQuickCopy(store, send));
  const signer = createUrlSigner(store);
  beforeAll(async () => {
    for (const bucket of ['books', 'trash'] as const) await blobs.ensureBucket(bucket);
  });

  /** A fresh place in the books, and where it goes in the trash. */
  function places(name = 'a.txt'): { from: BlobAddress; to: BlobAddress } {
    const key = `s3-copy/${systemIds.uuid()}/${name}`;
    return { from: { bucket: 'books', key }, to: { bucket: 'trash', key } };
  }

  async function put(at: BlobAddress, body: string): Promise<void> {
    const sums = { sizeBytes: Buffer.byteLength(body), sha256Base64: sha256(body, 'base64') };
    const { url, headers } = signer.signPut({
      ...at,
      at: new Date(),
      expiresInSeconds: 60,
      ...sums,
    });
    expect((await fetch(url, { method: 'PUT', headers, body })).status).toBe(200);
  }

  async function listed({ bucket, key }: BlobAddress): Promise<BlobEntry[]> {
    const found: BlobEntry[] = [];
    for await (const page of blobs.list(bucket, key)) found.push(...page);
    return found;
  }

  async function read(at: BlobAddress): Promise<Buffer> {
    const type = 'application/octet-stream';
    const response = { contentType: type, contentDisposition: 'inline', cacheControl: 'no-store' };
    const when = { at: new Date(), expiresInSeconds: 60 };
    const url = signer.signRead({ method: 'GET', ...at, ...when, response });
    return Buffer.from(await (await fetch(url)).arrayBuffer());
  }

  /** Puts an object of these parts, as uploads do. */
  async function putParts(at: BlobAddress, bodies: readonly Buffer<ArrayBuffer>[]): Promise<void> {
    const multipartId = await blobs.createMultipart(at);
    const parts: BlobPart[] = [];
    for (const [index, body] of bodies.entries()) {
      const number = index + 1;
      const sums = { sizeBytes: body.length, sha256Base64: sha256(body, 'base64') };
      const when = { at: new Date(), expiresInSeconds: 60 };
      const asked = { ...at, ...when, ...sums, uploadId: multipartId, part: number };
      const { url, headers } = signer.signPart(asked);
      const { status, headers: answered } = await fetch(url, { method: 'PUT', headers, body });
      expect(status).toBe(200);
      const etag = answered.get('etag') ?? '';
      parts.push({ number, sizeBytes: body.length, etag, sha256: sha256(body, 'hex') });
    }
    await blobs.completeMultipart(at, multipartId, parts);
  }

  it.each([
    'plain.txt',
    'two  spaces ',
    'a+b',
    '100%',
    'a%25b%2Fc%20d',
    'ünïté/ŞĞİı.txt',
    'u\u0308ni\u0308te\u0301',
    '教科書/📚👩🏽‍🏫.png',
    'what?versionId=null',
    'c#',
    'a&b=c',
    `it's (not) *so* "bad"!~`,
    'a;b@c:d$e,f',
    '`^{}|<>[]\\',
  ])('copies %j with its ETag and SHA-256', async (name) => {
    const { from, to } = places(name);
    await put(from, name);
    const [source] = await listed(from);
    expect(await blobs.copy(from, to, source?.etag)).toBe(source?.etag);
    const sizeBytes = Buffer.byteLength(name);
    expect(await listed(to)).toEqual([
      { key: to.key, sizeBytes, etag: source?.etag, modifiedAt: expect.any(Date) },
    ]);
    expect(await blobs.head(to)).toEqual({ sizeBytes, sha256: sha256(name, 'hex') });
    for (const quickCopy of quickCopies) {
      expect(await quickCopy(from, to, source?.etag)).toBe(source?.etag);
    }
    expect((await read(to)).toString()).toBe(name);
    expect((await read(from)).toString()).toBe(name);
  });

  it('lists when an object was written', async () => {
    const { from } = places();
    const before = Date.now();
    await put(from, 'now');
    const [{ modifiedAt } = { modifiedAt: new Date(0) }] = await listed(from);
    expect(Math.abs(modifiedAt.getTime() - before)).toBeLessThan(10_000);
  });

  it('copies nothing where there is nothing', async () => {
    const { from, to } = places();
    expect(await blobs.copy(from, to)).toBeUndefined();
    expect(await blobs.copy(from, to, '"an ETag"')).toBeUndefined();
    expect(await listed(to)).toEqual([]);
  });

  it('copies nothing that is not what was listed', async () => {
    const { from, to } = places();
    await put(from, 'before');
    const [source] = await listed(from);
    await put(from, 'after');
    await expect(blobs.copy(from, to, source?.etag)).rejects.toMatchObject({ code: 'internal' });
    expect(await listed(to)).toEqual([]);
  });

  it('takes a bucket that is missing for no missing source', async () => {
    const { from, to } = places();
    await put(from, 'here');
    const nowhere = { ...to, bucket: 'no-such-bucket' as 'trash' }; // which no caller can ask for
    const copied = blobs.copy(from, nowhere);
    await expect(copied).rejects.toMatchObject({ code: 'storage.unavailable' });
  });

  it('copies a joined object part by part, with its ETag', async () => {
    const { from, to } = places('video & %+?#.mp4');
    const bodies = [randomBytes(PART_BYTES), randomBytes(PART_BYTES), randomBytes(7)];
    await putParts(from, bodies);
    const [source] = await listed(from);
    const multipartId = await blobs.createCopyMultipart(to);
    const part = { from, etag: source?.etag, to, multipartId };
    const etags = await Promise.all(
      bodies.map(({ length: sizeBytes }, index) =>
        blobs.copyPart({ ...part, number: index + 1, offset: index * PART_BYTES, sizeBytes }),
      ),
    );
    const known = etags.map((etag) => etag ?? '');
    expect(await blobs.completeCopyMultipart(to, multipartId, known)).toBe(source?.etag);
    expect((await read(to)).equals(Buffer.concat(bodies))).toBe(true);
    expect(await blobs.completeCopyMultipart(to, multipartId, known)).toBeUndefined();
  });

  it('copies no part without its source, its multipart upload, or what was listed', async () => {
    const { from, to } = places();
    const multipartId = await blobs.createCopyMultipart(to);
    const part = { from, to, multipartId, number: 1, offset: 0, sizeBytes: 4 };
    expect(await blobs.copyPart(part)).toBeUndefined();
    await put(from, 'text');
    const damaged = blobs.copyPart({ ...part, etag: '"another"' });
    await expect(damaged).rejects.toMatchObject({ code: 'internal' });
    expect(await blobs.copyPart(part)).toMatch(/^"[0-9a-f]{32}"$/);
    await blobs.abortMultipart(to, multipartId);
    expect(await blobs.copyPart(part)).toBeUndefined();
    expect(await listed(to)).toEqual([]);
  });
});

describe('a store that fails', () => {
  let watched: WatchedStore;
  beforeAll(async () => {
    watched = await startWatchedStore();
    return () => watched.stop();
  });

  const FAULTS: Fault[] = [
    { kind: 'error', code: 'SlowDown' },
    { kind: 'drop' },
    { kind: 'lose_acknowledgement' },
    { kind: 'error_after', code: 'InternalError' },
  ];

  it.each(FAULTS)('copies all the same after one $kind', async (fault) => {
    const blobs = createNodeBlobs(watched.access);
    const from = { bucket: 'books', key: `s3-copy/${systemIds.uuid()}` } as const;
    const to = { ...from, bucket: 'trash' } as const;
    await blobs.putJson(from, {});
    const copies = () => watched.requests.filter(({ operation }) => operation === 'CopyObject');
    const before = copies().length;
    const etag = await blobs.copy(from, to);
    expect(copies().length).toBe(before + 1);
    watched.faults = ({ operation, count }) =>
      operation === 'CopyObject' && count === before + 2 ? fault : null;
    expect(await blobs.copy(from, to)).toBe(etag);
    expect(copies().length).toBe(before + 3);
  });
});
