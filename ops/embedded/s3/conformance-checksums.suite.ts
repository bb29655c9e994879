import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { expect } from 'vitest';
import type { Check, Lab, RawAnswer } from './conformance-lab.suite.ts';
import { expectRaw, expectRefusal, hmacHex, sha256 } from './conformance-lab.suite.ts';

const BODY = 'The quick brown fox jumps over the lazy dog';
/** Of BODY; the CRC values are those of the published test vectors. */
const SUMS: [string, string][] = [
  ['crc32', Buffer.from('414fa339', 'hex').toString('base64')],
  ['crc32c', Buffer.from('22620404', 'hex').toString('base64')],
  ['sha1', createHash('sha1').update(BODY).digest('base64')],
  ['sha256', sha256(BODY, 'base64')],
];

function crc32Base64(data: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(data));
  return bytes.toString('base64');
}

type Streamed = {
  payload: string;
  chunks: string[];
  trailer?: [string, string];
  decodedLength?: number;
  tamper?: 'chunk' | 'trailer' | 'authorization';
};

/** PUTs an aws-chunked body built by hand, as the specification lays it out. */
async function putStreamed(lab: Lab, key: string, streamed: Streamed): Promise<RawAnswer> {
  const { payload, chunks, trailer, tamper } = streamed;
  const isSigned = payload.startsWith('STREAMING-AWS4');
  const decoded = chunks.join('').length;
  const headers: Record<string, string | number> = {
    'content-encoding': 'aws-chunked',
    'x-amz-decoded-content-length': streamed.decodedLength ?? decoded,
    ...(trailer ? { 'x-amz-trailer': trailer[0] } : {}),
  };
  const request = { method: 'PUT', path: `/${lab.bucket}/${key}`, headers };
  const signed = lab.sign(request, payload);
  let previous = signed.signature;
  const chain = (kind: string, ...lines: string[]) => {
    const text = [`AWS4-HMAC-SHA256-${kind}`, signed.amzDate, signed.scope, previous, ...lines];
    previous = hmacHex(signed.key, text.join('\n'));
    return tamper === kind.toLowerCase() ? '0'.repeat(64) : previous;
  };
  let body = '';
  for (const chunk of [...chunks, '']) {
    const kind = tamper === 'chunk' && chunk !== '' ? 'chunk' : 'PAYLOAD';
    const extension = isSigned
      ? `;chunk-signature=${chain(kind, sha256('', 'hex'), sha256(chunk, 'hex'))}`
      : '';
    body += `${chunk.length.toString(16)}${extension}\r\n${chunk}${chunk === '' ? '' : '\r\n'}`;
  }
  if (trailer) {
    const line = `${trailer[0]}:${trailer[1]}`;
    body += `${line}\r\n`;
    if (isSigned) {
      body += `x-amz-trailer-signature:${chain('TRAILER', sha256(`${line}\n`, 'hex'))}\r\n`;
    }
  }
  body += '\r\n';
  const authorization = String(signed.authorization).replace(
    tamper === 'authorization' ? /.{64}$/ : /^$/,
    'a'.repeat(64),
  );
  const sent = { ...signed.headers, authorization, 'content-length': body.length };
  return await lab.raw({ ...request, headers: sent, body });
}

const UNSIGNED = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';
const SIGNED = 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD';
const CHUNKS = ['x'.repeat(8192), 'y'.repeat(8192), 'tail'];
const TRAILER: [string, string] = ['x-amz-checksum-crc32', crc32Base64(CHUNKS.join(''))];

export const CHECKSUM_CHECKS: Check[] = [
  {
    name: 'a whole SHA-256 is kept and told with ChecksumMode ENABLED only',
    async run({ client, bucket, put }) {
      const at = { Bucket: bucket, Key: 'a' };
      await put('a', BODY, { ChecksumSHA256: sha256(BODY, 'base64') });
      const told = await client.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      const expected = { ChecksumSHA256: sha256(BODY, 'base64'), ChecksumType: 'FULL_OBJECT' };
      expect(told).toMatchObject(expected);
      const read = await client.send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      expect(read).toMatchObject(expected);
      await read.Body?.transformToString();
      const silent = await client.send(new HeadObjectCommand(at));
      expect(silent.ChecksumSHA256).toBeUndefined();
    },
  },
  ...SUMS.map(([name, value]) => ({
    name: `x-amz-checksum-${name} is verified`,
    async run({ bucket, sign, raw, get }: Lab) {
      const put = async (checksum: string) => {
        const headers = { 'content-length': BODY.length, [`x-amz-checksum-${name}`]: checksum };
        const request = { method: 'PUT', path: `/${bucket}/a`, headers };
        const signed = sign(request, 'UNSIGNED-PAYLOAD');
        return await raw({ ...request, headers: signed.headers, body: BODY });
      };
      expectRaw(await put(value), 200);
      const wrong = Buffer.from(value, 'base64');
      wrong[0] = (wrong[0] ?? 0) ^ 1;
      expectRaw(await put(wrong.toString('base64')), 400, 'XAmzContentChecksumMismatch');
      expect(await get('a')).toBe(BODY);
    },
  })),
  {
    name: 'a wrong SHA-256 is refused and leaves nothing',
    async run({ put, get }) {
      const refused = put('a', BODY, { ChecksumSHA256: sha256('other', 'base64') });
      await expectRefusal(refused, 400, 'XAmzContentChecksumMismatch');
      await expectRefusal(get('a'), 404, 'NoSuchKey');
    },
  },
  {
    name: 'the SDK streams with its default CRC32 trailer; aws-chunked is not kept as encoding',
    async run({ client, bucket, get }) {
      const body = Buffer.alloc(300_000, 'abcdefg');
      const at = { Bucket: bucket, Key: 'a' };
      const chunks = [body.subarray(0, 70_001), body.subarray(70_001)];
      const Body = Readable.from(chunks, { objectMode: false });
      await client.send(new PutObjectCommand({ ...at, Body, ContentLength: body.length }));
      const head = await client.send(new HeadObjectCommand({ ...at, ChecksumMode: 'ENABLED' }));
      expect(head.ChecksumCRC32).toBe(crc32Base64(body.toString()));
      expect(head.ContentEncoding).toBeUndefined();
      expect(await get('a')).toBe(body.toString());
    },
  },
  {
    name: 'an unsigned-trailer body is decoded and its checksum verified',
    async run(lab) {
      expectRaw(
        await putStreamed(lab, 'a', { payload: UNSIGNED, chunks: CHUNKS, trailer: TRAILER }),
        200,
      );
      expect(await lab.get('a')).toBe(CHUNKS.join(''));
      const trailer: [string, string] = [TRAILER[0], crc32Base64('other')];
      const wrong = await putStreamed(lab, 'b', { payload: UNSIGNED, chunks: CHUNKS, trailer });
      expectRaw(wrong, 400, 'XAmzContentChecksumMismatch');
      await expectRefusal(lab.get('b'), 404);
    },
  },
  {
    name: 'an unsigned-trailer body with a forged signature is refused',
    async run(lab) {
      const forged = { payload: UNSIGNED, chunks: CHUNKS, trailer: TRAILER };
      const answer = await putStreamed(lab, 'a', { ...forged, tamper: 'authorization' });
      expectRaw(answer, 403, 'SignatureDoesNotMatch');
      await expectRefusal(lab.get('a'), 404);
    },
  },
  {
    name: 'a decoded length that is not the body’s is refused',
    async run(lab) {
      for (const decodedLength of [CHUNKS.join('').length - 1, CHUNKS.join('').length + 1]) {
        const streamed = { payload: UNSIGNED, chunks: CHUNKS, trailer: TRAILER, decodedLength };
        expect((await putStreamed(lab, 'a', streamed)).status).toBe(400);
        await expectRefusal(lab.get('a'), 404);
      }
    },
  },
  {
    name: 'signed chunks are verified one by one',
    async run(lab) {
      expectRaw(await putStreamed(lab, 'a', { payload: SIGNED, chunks: CHUNKS }), 200);
      expect(await lab.get('a')).toBe(CHUNKS.join(''));
      const broken = await putStreamed(lab, 'b', {
        payload: SIGNED,
        chunks: CHUNKS,
        tamper: 'chunk',
      });
      expectRaw(broken, 403, 'SignatureDoesNotMatch');
      await expectRefusal(lab.get('b'), 404);
    },
  },
  {
    name: 'a signed trailer is verified',
    async run(lab) {
      const streamed = { payload: `${SIGNED}-TRAILER`, chunks: CHUNKS, trailer: TRAILER };
      expectRaw(await putStreamed(lab, 'a', streamed), 200);
      expect(await lab.get('a')).toBe(CHUNKS.join(''));
      const broken = await putStreamed(lab, 'b', { ...streamed, tamper: 'trailer' });
      expectRaw(broken, 403, 'SignatureDoesNotMatch');
      await expectRefusal(lab.get('b'), 404);
    },
  },
];
