import { describe, expect, it } from 'vitest';
import { createUrlSigner } from './url-signer.ts';

const STORE = {
  endpoint: 'http://minio:9000',
  region: 'us-east-1',
  accessKey: 'access',
  secretKey: 'secret-key',
};
const OBJECT = {
  bucket: 'books',
  key: 'a b',
  at: new Date('2026-03-01T12:00:00Z'),
  expiresInSeconds: 900,
} as const;
const BODY = { sizeBytes: 5, sha256Base64: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' };
const READ = {
  ...OBJECT,
  method: 'GET',
  response: { contentType: 'text/css', contentDisposition: 'inline', cacheControl: 'no-store' },
} as const;

describe('an upload URL', () => {
  const signer = createUrlSigner(STORE);
  const uploads = [
    signer.signPut({ ...OBJECT, ...BODY }),
    signer.signPart({ ...OBJECT, ...BODY, uploadId: 'id', part: 1 }),
  ];

  it.each(uploads)('signs length and SHA-256 as headers, and names what to send', (upload) => {
    const query = new URL(upload.url).searchParams;
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;host;x-amz-checksum-sha256');
    expect(upload.headers).toEqual({ 'x-amz-checksum-sha256': BODY.sha256Base64 });
    expect(upload.url).not.toContain(encodeURIComponent(BODY.sha256Base64));
  });
});

describe('a read URL', () => {
  it('signs the host alone, so that it can be followed from anywhere', () => {
    const query = new URL(createUrlSigner(STORE).signRead(READ)).searchParams;
    expect(query.get('X-Amz-SignedHeaders')).toBe('host');
  });

  it('is the same for all that is asked within a second, and for every replica', () => {
    const signer = createUrlSigner(STORE);
    const url = signer.signRead(READ);
    const later = new Date(READ.at.getTime() + 999);
    expect(signer.signRead({ ...READ, at: later })).toBe(url);
    expect(createUrlSigner(STORE).signRead(READ)).toBe(url);
  });
});

it('remembers nothing that would spoil a signature, whichever way the dates go', () => {
  const signer = createUrlSigner(STORE);
  const dates = [
    '2026-03-01T23:59:59Z',
    '2026-03-01T23:59:59Z',
    '2026-03-02T00:00:00Z',
    '2026-03-01T23:59:58Z',
    '2026-04-01T23:59:59Z',
    '2027-03-01T23:59:59Z',
    '2026-03-02T00:00:00Z',
  ].map((text) => new Date(text));
  for (const at of dates) {
    const fresh = createUrlSigner(STORE);
    const upload = { ...OBJECT, ...BODY, at };
    expect(signer.signPut(upload)).toEqual(fresh.signPut(upload));
    expect(signer.signRead({ ...READ, at })).toBe(fresh.signRead({ ...READ, at }));
  }
});

describe.each([
  { store: 'http://minio:9000', root: '' },
  { store: 'https://example.com/storage/s3', root: '/storage/s3' },
])('with the store at $store', ({ store, root }) => {
  const signed = `${root}/books/a%20b?`;
  const own = new URL(store).origin;
  const panel = 'https://panel.example.com/_s3';
  const cdn = 'https://cdn.example.com:8443';

  it.each([
    { publicEndpoint: undefined, uploadEndpoint: undefined, reads: own, writes: own },
    { publicEndpoint: store, uploadEndpoint: `${store}/`, reads: own, writes: own },
    { publicEndpoint: cdn, uploadEndpoint: undefined, reads: cdn, writes: cdn },
    { publicEndpoint: `${cdn}/`, uploadEndpoint: panel, reads: cdn, writes: panel },
    { publicEndpoint: undefined, uploadEndpoint: `${panel}/`, reads: own, writes: panel },
    { publicEndpoint: `${cdn}/a/b`, uploadEndpoint: store, reads: `${cdn}/a/b`, writes: own },
  ])(
    'and clients at $publicEndpoint and $uploadEndpoint, reads are from $reads and writes to $writes, with one signature',
    ({ reads, writes, ...clients }) => {
      const plain = createUrlSigner({ ...STORE, endpoint: store });
      const signer = createUrlSigner({ ...STORE, endpoint: store }, clients);
      const upload = { ...OBJECT, ...BODY };
      const part = { ...upload, uploadId: 'id', part: 1 };
      for (const [url, base, unmoved] of [
        [signer.signRead(READ), reads, plain.signRead(READ)],
        [signer.signPut(upload).url, writes, plain.signPut(upload).url],
        [signer.signPart(part).url, writes, plain.signPart(part).url],
      ] as const) {
        expect(unmoved.startsWith(own + signed)).toBe(true);
        expect(url).toBe(base + unmoved.slice(own.length));
      }
    },
  );
});
