import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal, MIB } from './conformance-lab.suite.ts';

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

async function readRaw(lab: Lab, key: string, headers: Record<string, string>) {
  const url = await lab.presign(new GetObjectCommand({ Bucket: lab.bucket, Key: key }));
  return await lab.raw({ method: 'GET', path: url.slice(lab.endpoint.length), headers });
}

const RANGES: [string, string, string][] = [
  ['bytes=0-0', 'a', 'bytes 0-0/26'],
  ['bytes=2-4', 'cde', 'bytes 2-4/26'],
  ['bytes=23-', 'xyz', 'bytes 23-25/26'],
  ['bytes=-3', 'xyz', 'bytes 23-25/26'],
  ['bytes=-100', ALPHABET, 'bytes 0-25/26'],
  ['bytes=24-999', 'yz', 'bytes 24-25/26'],
];

export const READ_CHECKS: Check[] = [
  {
    name: 'ranges, open and suffix ranges answer 206 with Content-Range',
    async run(lab) {
      await lab.put('a', ALPHABET);
      for (const [range, body, contentRange] of RANGES) {
        const answer = await readRaw(lab, 'a', { range });
        expect(answer).toMatchObject({ status: 206, body });
        expect(answer.headers['content-range']).toBe(contentRange);
        expect(answer.headers['content-length']).toBe(String(body.length));
      }
    },
  },
  {
    name: 'a range behind the end answers 416 InvalidRange',
    async run(lab) {
      await lab.put('a', ALPHABET);
      for (const range of ['bytes=26-', 'bytes=100-200', 'bytes=-0']) {
        expectRaw(await readRaw(lab, 'a', { range }), 416, 'InvalidRange');
      }
    },
  },
  {
    name: 'a 416 carries Content-Range with the size',
    async run(lab) {
      await lab.put('a', ALPHABET);
      const { headers } = await readRaw(lab, 'a', { range: 'bytes=26-' });
      expect(headers['content-range']).toBe('bytes */26');
    },
  },
  {
    name: 'several ranges and other units are ignored',
    async run(lab) {
      await lab.put('a', ALPHABET);
      for (const range of ['bytes=0-1,4-5', 'lines=0-1', 'bytes=x-y']) {
        expect(await readRaw(lab, 'a', { range })).toMatchObject({ status: 200, body: ALPHABET });
      }
    },
  },
  {
    name: 'a range that runs backwards is ignored',
    async run(lab) {
      await lab.put('a', ALPHABET);
      const answer = await readRaw(lab, 'a', { range: 'bytes=5-2' });
      expect(answer).toMatchObject({ status: 200, body: ALPHABET });
    },
  },
  {
    name: 'If-Range with the current ETag or date answers the range',
    async run(lab) {
      const etag = await lab.put('a', ALPHABET);
      const full = await readRaw(lab, 'a', {});
      for (const ifRange of [etag, full.headers['last-modified'] ?? '']) {
        const answer = await readRaw(lab, 'a', { range: 'bytes=1-2', 'if-range': ifRange });
        expect(answer).toMatchObject({ status: 206, body: 'bc' });
      }
    },
  },
  {
    name: 'a stale If-Range answers the whole object',
    async run(lab) {
      await lab.put('a', ALPHABET);
      for (const ifRange of ['"stale"', 'Mon, 01 Jan 2001 00:00:00 GMT']) {
        const answer = await readRaw(lab, 'a', { range: 'bytes=1-2', 'if-range': ifRange });
        expect(answer).toMatchObject({ status: 200, body: ALPHABET });
      }
    },
  },
  {
    name: 'conditional GETs answer 304 and 412',
    async run(lab) {
      const etag = await lab.put('a', ALPHABET);
      const past = 'Mon, 01 Jan 2001 00:00:00 GMT';
      const future = new Date(Date.now() + 86_400_000).toUTCString();
      const cases: [Record<string, string>, number][] = [
        [{ 'if-none-match': etag }, 304],
        [{ 'if-none-match': '"x"' }, 200],
        [{ 'if-match': etag }, 200],
        [{ 'if-match': '"x"' }, 412],
        [{ 'if-modified-since': past }, 200],
        [{ 'if-unmodified-since': past }, 412],
        [{ 'if-unmodified-since': future }, 200],
        [{ 'if-match': etag, 'if-unmodified-since': past }, 200],
      ];
      for (const [headers, status] of cases) {
        const answer = await readRaw(lab, 'a', headers);
        expect({ headers, status: answer.status }).toEqual({ headers, status });
        if (status === 304) {
          expect(answer.headers.etag).toBe(etag);
          expect(answer.body).toBe('');
        }
      }
    },
  },
  {
    name: 'an If-None-Match that does not match outweighs If-Modified-Since',
    async run(lab) {
      await lab.put('a', ALPHABET);
      const future = new Date(Date.now() + 86_400_000).toUTCString();
      const headers = { 'if-none-match': '"x"', 'if-modified-since': future };
      expectRaw(await readRaw(lab, 'a', headers), 200);
    },
  },
  {
    name: 'If-None-Match may list several ETags',
    async run(lab) {
      const etag = await lab.put('a', ALPHABET);
      expectRaw(await readRaw(lab, 'a', { 'if-none-match': `"x", ${etag}` }), 304);
    },
  },
  {
    name: 'If-Modified-Since with the very Last-Modified answers 304',
    async run(lab) {
      await lab.put('a', ALPHABET);
      const modified = (await readRaw(lab, 'a', {})).headers['last-modified'] ?? '';
      expectRaw(await readRaw(lab, 'a', { 'if-modified-since': modified }), 304);
    },
  },
  {
    name: 'response-* parameters override headers of a signed read',
    async run(lab) {
      await lab.put('a', ALPHABET, { ContentType: 'text/plain', CacheControl: 'no-store' });
      const disposition = `attachment; filename="a.txt"; filename*=UTF-8''%C3%BC.txt`;
      const url = await lab.presign(
        new GetObjectCommand({
          Bucket: lab.bucket,
          Key: 'a',
          ResponseContentType: 'text/html; charset=utf-8',
          ResponseContentDisposition: disposition,
          ResponseCacheControl: 'public, max-age=31536000, immutable',
        }),
      );
      const path = url.slice(lab.endpoint.length);
      for (const range of [{}, { range: 'bytes=0-3' }]) {
        const { headers } = await lab.raw({ method: 'GET', path, headers: range });
        expect(headers['content-type']).toBe('text/html; charset=utf-8');
        expect(headers['content-disposition']).toBe(disposition);
        expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      }
      const tampered = path.replace('text%2Fhtml', 'text%2Fplain');
      expectRaw(await lab.raw({ method: 'GET', path: tampered }), 403, 'SignatureDoesNotMatch');
    },
  },
  {
    name: 'a HEAD tells what a GET would, ranges included',
    async run(lab) {
      await lab.put('a', ALPHABET);
      const command = new HeadObjectCommand({ Bucket: lab.bucket, Key: 'a', Range: 'bytes=0-4' });
      const head = await lab.client.send(command);
      expect(head).toMatchObject({ ContentLength: 5, AcceptRanges: 'bytes' });
      const url = await lab.presign(new HeadObjectCommand({ Bucket: lab.bucket, Key: 'none' }));
      const answer = await lab.raw({ method: 'HEAD', path: url.slice(lab.endpoint.length) });
      expect(answer).toMatchObject({ status: 404, body: '' });
    },
  },
  {
    name: 'a range of an empty object answers 416',
    async run(lab) {
      await lab.put('empty', '');
      await expectRefusal(lab.get('empty', { Range: 'bytes=0-' }), 416, 'InvalidRange');
    },
  },
  {
    name: 'a reader of a replaced object reads the old bytes to the end',
    async run({ client, bucket, put, get }) {
      await put('a', Buffer.alloc(24 * MIB, 'o'));
      const reading = await client.send(new GetObjectCommand({ Bucket: bucket, Key: 'a' }));
      // A server may make the writer wait for the reader.
      const writing = put('a', 'new');
      const bytes = (await reading.Body?.transformToByteArray()) ?? new Uint8Array();
      expect(bytes.length).toBe(24 * MIB);
      expect(bytes.every((byte) => byte === 111)).toBe(true);
      await writing;
      expect(await get('a')).toBe('new');
    },
  },
];
