import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeAwsChunked } from './chunked-body.ts';

async function* pieces(body: Buffer, cuts: number[]): AsyncGenerator<Uint8Array> {
  const borders = [...cuts.map((cut) => cut % (body.length + 1)), body.length].sort(
    (a, b) => a - b,
  );
  let start = 0;
  for (const border of borders) {
    yield body.subarray(start, border);
    start = border;
  }
}

type Decoded = { data: Buffer; trailers: Record<string, string> | null };

async function decode(body: Buffer, cuts: number[], hasTrailer = true): Promise<Decoded> {
  const decoded: Decoded = { data: Buffer.alloc(0), trailers: null };
  const chunks = decodeAwsChunked(pieces(body, cuts), {
    seed: null,
    hasTrailer,
    onTrailers: (trailers) => {
      decoded.trailers = trailers;
    },
  });
  for await (const chunk of chunks) {
    decoded.data = Buffer.concat([decoded.data, chunk]);
  }
  return decoded;
}

function encode(chunks: Uint8Array[], trailer: string): Buffer {
  const lines = chunks
    .filter((chunk) => chunk.length > 0)
    .flatMap((chunk) => [
      Buffer.from(`${chunk.length.toString(16)}\r\n`),
      chunk,
      Buffer.from('\r\n'),
    ]);
  return Buffer.concat([...lines, Buffer.from(`0\r\n${trailer}\r\n`)]);
}

const CHUNKS = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 6 });
const CUTS = fc.array(fc.nat(), { maxLength: 12 });

describe('an aws-chunked body', () => {
  test('is decoded wherever the network broke it', async () => {
    await fc.assert(
      fc.asyncProperty(CHUNKS, CUTS, async (chunks, cuts) => {
        const body = encode(chunks, 'x-amz-checksum-crc32:AAAAAA==\r\n');
        expect(await decode(body, cuts)).toEqual({
          data: Buffer.concat(chunks),
          trailers: { 'x-amz-checksum-crc32': 'AAAAAA==' },
        });
      }),
    );
  });

  test('is refused wherever it is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(CHUNKS, fc.nat(), CUTS, async (chunks, end, cuts) => {
        const body = encode(chunks, 'x:y\r\n');
        const short = body.subarray(0, end % body.length);
        await expect(decode(short, cuts)).rejects.toThrow(/malformed/);
      }),
    );
  });

  test.each([
    ['a size that is not hexadecimal', 'zz\r\nab\r\n0\r\n\r\n'],
    ['a negative size', '-1\r\n\r\n0\r\n\r\n'],
    ['a size beyond any object', 'fffffffffffff\r\n'],
    ['a chunk longer than it says', '1\r\nab\r\n0\r\n\r\n'],
    ['a chunk shorter than it says', '3\r\nab\r\n0\r\n\r\n'],
    ['a bare line feed', '2\nab\r\n0\r\n\r\n'],
    ['bytes behind its end', '0\r\n\r\nmore'],
    ['a trailer without a colon', '0\r\nnothing\r\n\r\n'],
    ['a chunk header without end', 'a'.repeat(10_000)],
  ])('with %s is refused', async (_what, body) => {
    await expect(decode(Buffer.from(body), [3, 7])).rejects.toThrow(/malformed/);
  });

  test('with a trailer nobody announced is refused', async () => {
    const body = Buffer.from('0\r\nx:y\r\n\r\n');
    await expect(decode(body, [], false)).rejects.toThrow(/not announced/);
    expect(await decode(Buffer.from('0\r\n\r\n'), [], false)).toMatchObject({ trailers: {} });
  });
});
