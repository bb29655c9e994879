import { describe, expect, test } from 'vitest';
import { decodeAwsChunked } from './chunked-body.ts';
import type { SignableRequest } from './sigv4.ts';
import { verifySignature } from './sigv4.ts';
import { parseAmzDate } from './sigv4-parse.ts';

// The examples of docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html,
// sigv4-query-string-auth.html and sigv4-streaming.html.
const CREDENTIALS = {
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  secretKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  region: 'us-east-1',
};
const NOW = Date.parse('2013-05-24T00:00:00Z');
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
const CREDENTIAL = 'AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request';
const PRESIGNED =
  'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

function headersOf(headers: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
}

const GET_OBJECT: SignableRequest = {
  method: 'GET',
  path: '/test.txt',
  query: new URLSearchParams(),
  headers: headersOf({
    host: 'examplebucket.s3.amazonaws.com',
    range: 'bytes=0-9',
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': '20130524T000000Z',
    authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41`,
  }),
};

function presigned(query = PRESIGNED, headers: Record<string, string> = {}): SignableRequest {
  const host = 'examplebucket.s3.amazonaws.com';
  const all = headersOf({ host, ...headers });
  return { method: 'GET', path: '/test.txt', query: new URLSearchParams(query), headers: all };
}

describe('the published examples hold', () => {
  test('GET with an Authorization header', () => {
    expect(verifySignature(GET_OBJECT, CREDENTIALS, NOW).payload).toBe(EMPTY);
  });

  test('a presigned GET, to its last second', () => {
    expect(verifySignature(presigned(), CREDENTIALS, NOW).place).toBe('query');
    verifySignature(presigned(), CREDENTIALS, NOW + 86_400_000);
    expect(() => verifySignature(presigned(), CREDENTIALS, NOW + 86_400_001)).toThrow(/expired/);
  });

  test('a PUT in signed chunks', async () => {
    const put: SignableRequest = {
      method: 'PUT',
      path: '/examplebucket/chunkObject.txt',
      query: new URLSearchParams(),
      headers: headersOf({
        host: 's3.amazonaws.com',
        'x-amz-date': '20130524T000000Z',
        'x-amz-storage-class': 'REDUCED_REDUNDANCY',
        'x-amz-content-sha256': 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
        'content-encoding': 'aws-chunked',
        'x-amz-decoded-content-length': '66560',
        'content-length': '66824',
        authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL},SignedHeaders=content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9`,
      }),
    };
    const seed = verifySignature(put, CREDENTIALS, NOW);
    const a = 'a'.repeat(65_536);
    const body = [
      '10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n',
      `${a}\r\n`,
      '400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n',
      `${a.slice(0, 1024)}\r\n`,
      '0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n',
    ].join('');
    const read = async (text: string) => {
      const source = (async function* () {
        yield Buffer.from(text);
      })();
      let sizeBytes = 0;
      const options = { seed, hasTrailer: false, onTrailers: () => undefined };
      for await (const chunk of decodeAwsChunked(source, options)) {
        sizeBytes += chunk.length;
      }
      return sizeBytes;
    };
    expect(await read(body)).toBe(66_560);
    await expect(read(body.replace('aaaa', 'aaab'))).rejects.toThrow(/chunk's signature/);
  });
});

describe('a signature is refused', () => {
  test.each([
    ['for another path', { path: '/other.txt' }],
    ['for another method', { method: 'PUT' }],
    ['with a query added', { query: new URLSearchParams('acl=') }],
  ])('%s', (_what, change) => {
    const request = { ...GET_OBJECT, ...change };
    expect(() => verifySignature(request, CREDENTIALS, NOW)).toThrow(/does not match/);
  });

  test.each([
    ['skewed by more than 15 minutes', NOW + 901_000],
    ['from the future', NOW - 901_000],
  ])('when its header is %s', (_what, now) => {
    expect(() => verifySignature(GET_OBJECT, CREDENTIALS, now)).toThrow(/too far/);
  });

  test('when its URL is from the future', () => {
    expect(() => verifySignature(presigned(), CREDENTIALS, NOW - 901_000)).toThrow(/not valid yet/);
  });

  test('beside an x-amz- header it does not cover', () => {
    const request = presigned(PRESIGNED, { 'x-amz-acl': 'public-read' });
    expect(() => verifySignature(request, CREDENTIALS, NOW)).toThrow(/not signed/);
  });

  test('when the host is not signed', () => {
    const request = presigned(PRESIGNED.replace('SignedHeaders=host', 'SignedHeaders=range'));
    expect(() => verifySignature(request, CREDENTIALS, NOW)).toThrow(
      /host was sent but not signed/,
    );
  });

  test('when a header it covers is missing', () => {
    const { range: _range, ...headers } = GET_OBJECT.headers;
    const request = { ...GET_OBJECT, headers };
    expect(() => verifySignature(request, CREDENTIALS, NOW)).toThrow(/was not sent/);
  });

  test.each(['Credential', 'Date', 'Expires', 'SignedHeaders', 'Signature', 'Algorithm'])(
    'when X-Amz-%s is missing or doubled',
    (name) => {
      const without = new URLSearchParams(PRESIGNED);
      without.delete(`X-Amz-${name}`);
      const missing = presigned(without.toString());
      expect(() => verifySignature(missing, CREDENTIALS, NOW)).toThrow(/X-Amz-/);
      const doubled = presigned(`${PRESIGNED}&X-Amz-${name}=x`);
      expect(() => verifySignature(doubled, CREDENTIALS, NOW)).toThrow(/X-Amz-/);
    },
  );

  test.each(['0', '604801', '-1', '1e3', ''])('when it expires in %j', (expires) => {
    const query = PRESIGNED.replace('Expires=86400', `Expires=${expires}`);
    expect(() => verifySignature(presigned(query), CREDENTIALS, NOW)).toThrow(/X-Amz-Expires/);
  });

  test('when two mechanisms are used; a Bearer is no mechanism', () => {
    const both = presigned(PRESIGNED, {
      authorization: `AWS4-HMAC-SHA256 Credential=${CREDENTIAL}`,
    });
    expect(() => verifySignature(both, CREDENTIALS, NOW)).toThrow(/Only one/);
    verifySignature(presigned(PRESIGNED, { authorization: 'Bearer x' }), CREDENTIALS, NOW);
  });
});

test.each(['20130524T000000Z', '2013-05-24', '20139924T000000Z', ''])(
  '%s is read as a date',
  (text) => {
    expect(parseAmzDate(text)).toBe(text === '20130524T000000Z' ? NOW : null);
  },
);
