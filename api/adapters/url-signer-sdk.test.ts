import {
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UploadToSign } from '../core/ports.ts';
import { createUrlSigner } from './url-signer.ts';

const STORE = {
  endpoint: 'http://minio:9000',
  region: 'eu-central-1',
  accessKey: 'AKID/EXAMPLE+',
  secretKey: 'secret/with+signs=',
};
const OBJECT: Target = {
  bucket: 'books',
  key: 'Acme/Fizik 5/a.txt',
  at: new Date('2026-03-29T23:59:59.999Z'),
  expiresInSeconds: 900,
};
const BODY = { sizeBytes: 5, sha256Base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' };
const PART = { uploadId: 'NmJk+/=. Q~', part: 10_000 };
const RESPONSE = {
  contentType: 'text/html; charset=utf-8',
  contentDisposition: `inline; filename="a \\"b\\".html"; filename*=UTF-8''%C3%9Cnite%201(*)!.html`,
  cacheControl: 'public, max-age=31536000, immutable',
};

type Store = typeof STORE;
type Target = Pick<UploadToSign, 'bucket' | 'key' | 'at' | 'expiresInSeconds'>;

function sdkClient(store: Store): S3Client {
  const client = new S3Client({
    endpoint: store.endpoint,
    region: store.region,
    credentials: { accessKeyId: store.accessKey, secretAccessKey: store.secretKey },
    forcePathStyle: true,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  // The SDK's own mark, which no store reads; ours is the same query without it.
  const dropMark = { step: 'build', name: 'dropMark' } as const;
  client.middlewareStack.add(
    (next) => (args) => {
      // Serialised by now, so it is an HTTP request.
      const { query } = args.request as { query: Record<string, unknown> };
      delete query['x-id'];
      return next(args);
    },
    dropMark,
  );
  return client;
}

const HEADERS = ['host', 'content-length', 'x-amz-checksum-sha256'];

/** The SDK's URL for the same; its types are narrower than the commands it takes. */
function presign(store: Store, command: object, target: Target): Promise<string> {
  return getSignedUrl(sdkClient(store), command as GetObjectCommand, {
    expiresIn: target.expiresInSeconds,
    signingDate: target.at,
    signableHeaders: new Set(HEADERS),
    unhoistableHeaders: new Set(HEADERS),
  });
}

/** Everything of a URL as it is written, but for the order of the query. */
function parts(url: string): { path: string; query: string[] } {
  const [path = '', query = ''] = url.split('?');
  return { path, query: query.split('&').sort() };
}

interface Case {
  readonly store: Store;
  readonly target: Target;
  readonly body: typeof BODY;
  readonly part: typeof PART;
  readonly response: typeof RESPONSE;
}

const CASE: Case = { store: STORE, target: OBJECT, body: BODY, part: PART, response: RESPONSE };

const BY_OPERATION = {
  GET: (one: Case) => signRead(one, 'GET'),
  HEAD: (one: Case) => signRead(one, 'HEAD'),
  PUT: ({ store, target, body }: Case) =>
    createUrlSigner(store).signPut({ ...target, ...body }).url,
  UploadPart: ({ store, target, body, part }: Case) =>
    createUrlSigner(store).signPart({ ...target, ...body, ...part }).url,
};

function signRead({ store, target, response }: Case, method: 'GET' | 'HEAD'): string {
  return createUrlSigner(store).signRead({ ...target, method, response });
}

type Operation = keyof typeof BY_OPERATION;
const OPERATIONS = Object.keys(BY_OPERATION) as Operation[]; // its keys, which the type names

function sdkCommand(operation: Operation, { target, body, part, response }: Case): object {
  const object = { Bucket: target.bucket, Key: target.key };
  const upload = { ...object, ContentLength: body.sizeBytes, ChecksumSHA256: body.sha256Base64 };
  const read = {
    ...object,
    ResponseContentType: response.contentType,
    ResponseContentDisposition: response.contentDisposition,
    ResponseCacheControl: response.cacheControl,
  };
  switch (operation) {
    case 'GET':
      return new GetObjectCommand(read);
    case 'HEAD':
      return new HeadObjectCommand(read);
    case 'PUT':
      return new PutObjectCommand(upload);
    case 'UploadPart':
      return new UploadPartCommand({ ...upload, UploadId: part.uploadId, PartNumber: part.part });
  }
}

async function expectSameAsSdk(operation: Operation, one: Case): Promise<void> {
  const theirs = await presign(one.store, sdkCommand(operation, one), one.target);
  expect(parts(BY_OPERATION[operation](one))).toEqual(parts(theirs));
}

const AWKWARD_KEYS = [
  'plain-key_1.2~3/x',
  'two  spaces ',
  ' ',
  'a+b',
  '100%',
  'a%25b%2Fc%20d%',
  'ünïté/ŞĞİı.txt',
  'u\u0308ni\u0308te\u0301',
  '教科書/第1章.html',
  '📚/👩🏽‍🏫.png',
  'what?',
  'c#',
  'a&b=c&X-Amz-Expires=1',
  `it's (not) *so* "bad"!~`,
  '`^{}|<>[]',
  'a;b',
  'a@b:c$d,e',
  'back\\slash',
  'tab\tline\nreturn\r\0\u007f',
  'folder/',
  '/leading',
  'a//b///c',
  './a/../b/.',
  '..',
  '\u00a0\u200b\u202e\ufeff\uffff',
  'x'.repeat(1024),
  'ü'.repeat(512),
  '📚'.repeat(256),
];

describe.each(OPERATIONS)('a URL for %s', (operation) => {
  it.each(AWKWARD_KEYS)('equals the SDK’s for the key %j', async (key) => {
    await expectSameAsSdk(operation, { ...CASE, target: { ...OBJECT, key } });
  });

  it.each([
    'http://minio:9000',
    'https://s3.example.com',
    'https://s3.example.com:443/',
    'http://s3.example.com:80',
    'http://S3.Example.COM:8080',
    'http://127.0.0.1:9000',
    'http://[::1]:9000',
    'https://example.com/storage/v1/s3',
    'https://example.com/a%20b/',
  ])('equals the SDK’s for the store %s', async (endpoint) => {
    await expectSameAsSdk(operation, { ...CASE, store: { ...STORE, endpoint } });
  });

  it('equals the SDK’s for any key, id, sum, size, date and header', async () => {
    await fc.assert(
      fc.asyncProperty(anyCase(), (one) => expectSameAsSdk(operation, one)),
      { numRuns: 200 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN, 604_801])('cannot expire in %d seconds', (expiresInSeconds) => {
    const target = { ...OBJECT, expiresInSeconds };
    expect(() => BY_OPERATION[operation]({ ...CASE, target })).toThrow(RangeError);
  });

  it('cannot be made for a date that is none, nor for a key that has no UTF-8', () => {
    const dateless = { ...OBJECT, at: new Date(Number.NaN) };
    expect(() => BY_OPERATION[operation]({ ...CASE, target: dateless })).toThrow(RangeError);
    const broken = { ...OBJECT, key: 'half \ud83d' };
    expect(() => BY_OPERATION[operation]({ ...CASE, target: broken })).toThrow(URIError);
  });
});

/** Any well-formed text, half of it of the characters that encoders get wrong. */
function anyText(maxLength: number): fc.Arbitrary<string> {
  const awkward = fc.constantFrom(...' +%?#&=\'()*!~;@:$,/.\\"2Fü');
  const character = fc.oneof(fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }), awkward);
  return fc.string({ unit: character, minLength: 1, maxLength });
}

function anyCase(): fc.Arbitrary<Case> {
  return fc.record({
    store: fc.record({
      endpoint: fc.constant(STORE.endpoint),
      region: fc.constantFrom('us-east-1', 'eu-central-1', 'any'),
      accessKey: anyText(20),
      secretKey: anyText(40),
    }),
    target: fc.record({
      bucket: fc.constantFrom('books', 'apps', 'trash', 'meta'),
      key: anyText(300),
      at: fc.date({
        min: new Date('1970-01-01T00:00:00Z'),
        max: new Date('2999-12-31T23:59:59.999Z'),
        noInvalidDate: true,
      }),
      expiresInSeconds: fc.integer({ min: 1, max: 604_800 }),
    }),
    body: fc.record({
      sizeBytes: fc.nat({ max: 5 * 1024 ** 3 }),
      sha256Base64: fc
        .uint8Array({ minLength: 32, maxLength: 32 })
        .map((bytes) => Buffer.from(bytes).toString('base64')),
    }),
    part: fc.record({ uploadId: anyText(60), part: fc.integer({ min: 1, max: 10_000 }) }),
    response: fc.record({
      contentType: anyText(30),
      contentDisposition: anyText(60),
      cacheControl: anyText(30),
    }),
  });
}
