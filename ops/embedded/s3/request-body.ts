import type { IncomingHttpHeaders } from 'node:http';
import type { Checksum, ChecksumAlgorithm } from './checksums.ts';
import { checksumHeader, makeHasher, parseAlgorithm, readChecksum } from './checksums.ts';
import { decodeAwsChunked } from './chunked-body.ts';
import { S3Error } from './errors.ts';
import type { Hasher } from './hasher.ts';
import type { VerifiedSignature } from './sigv4.ts';

/** A request's body before it is checked. */
export type RawBody = {
  headers: IncomingHttpHeaders;
  signature: VerifiedSignature;
  /** Asks the client for the body if it waits to be asked (`Expect: 100-continue`). */
  source: () => AsyncIterable<Uint8Array>;
};

/**
 * A body that checks itself: `chunks` throws, at the latest at its end, when the body is short,
 * long, or not what its hashes say. The digests are there once `chunks` has ended.
 */
export type CheckedBody = {
  chunks: AsyncIterable<Uint8Array>;
  md5Hex: () => string;
  /** The checksum the client gave, now known to be true, or null. */
  checksum: () => Checksum | null;
};

type Expected = { algorithm: ChecksumAlgorithm; value: string } | null;

const HEX_SHA256 = /^[0-9a-f]{64}$/;
const STREAMING = {
  'STREAMING-UNSIGNED-PAYLOAD-TRAILER': { signed: false, hasTrailer: true },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD': { signed: true, hasTrailer: false },
  'STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER': { signed: true, hasTrailer: true },
} as const;

function streamingMode(payload: string): (typeof STREAMING)[keyof typeof STREAMING] | null {
  if (!payload.startsWith('STREAMING-')) {
    return null;
  }
  const name = Object.keys(STREAMING).find((key) => key === payload);
  if (name === undefined) {
    throw new S3Error('NotImplemented', `x-amz-content-sha256 ${payload} is not supported.`);
  }
  return STREAMING[name as keyof typeof STREAMING];
}

function readLength(text: string | undefined): number | null {
  if (text === undefined) {
    return null;
  }
  if (!/^\d{1,16}$/.test(text)) {
    throw new S3Error('InvalidArgument', 'The length is not a number.');
  }
  return Number(text);
}

/** Bytes the body has when decoded; throws MissingContentLength when the client does not say. */
export function declaredLength(raw: RawBody): number {
  const decoded = raw.headers['x-amz-decoded-content-length'];
  const length = readLength(
    streamingMode(raw.signature.payload) === null
      ? raw.headers['content-length']
      : typeof decoded === 'string'
        ? decoded
        : undefined,
  );
  if (length === null) {
    throw new S3Error('MissingContentLength', 'You must provide the Content-Length HTTP header.');
  }
  return length;
}

function readContentMd5(headers: IncomingHttpHeaders): string | null {
  const text = headers['content-md5'];
  if (typeof text !== 'string') {
    return null;
  }
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length !== 16 || bytes.toString('base64') !== text) {
    throw new S3Error('InvalidDigest', 'The Content-MD5 you specified is not valid.');
  }
  return bytes.toString('hex');
}

/** The checksum algorithm that a trailer will carry, or null. */
function announcedTrailer(headers: IncomingHttpHeaders): ChecksumAlgorithm | null {
  const name = headers['x-amz-trailer'];
  if (typeof name !== 'string') {
    return null;
  }
  if (!name.startsWith('x-amz-checksum-')) {
    throw new S3Error('InvalidRequest', `The trailer ${name} is not supported.`);
  }
  return parseAlgorithm(name.slice('x-amz-checksum-'.length));
}

class BodyChecker {
  #raw: RawBody;
  #mode: ReturnType<typeof streamingMode>;
  #given: Expected;
  #trailer: ChecksumAlgorithm | null;
  #md5: string | null;
  #hashers = new Map<string, Hasher>();
  #digests = new Map<string, Buffer>();
  #trailers: Record<string, string> = {};

  constructor(raw: RawBody) {
    this.#raw = raw;
    this.#mode = streamingMode(raw.signature.payload);
    this.#given = readChecksum(raw.headers);
    this.#trailer = this.#mode?.hasTrailer ? announcedTrailer(raw.headers) : null;
    this.#md5 = readContentMd5(raw.headers);
    const algorithm = this.#given?.algorithm ?? this.#trailer;
    if (this.#given !== null && this.#trailer !== null) {
      throw new S3Error('InvalidRequest', 'Give a checksum as header or as trailer, not both.');
    }
    this.#hashers.set('MD5', makeHasher('MD5'));
    if (algorithm !== null) {
      this.#hashers.set(algorithm, makeHasher(algorithm));
    }
    if (HEX_SHA256.test(raw.signature.payload) && algorithm !== 'SHA256') {
      this.#hashers.set('SHA256', makeHasher('SHA256'));
    }
  }

  async *chunks(): AsyncGenerator<Uint8Array> {
    const expectedBytes = declaredLength(this.#raw);
    let sizeBytes = 0;
    for await (const chunk of this.#decoded()) {
      sizeBytes += chunk.length;
      for (const hasher of this.#hashers.values()) {
        hasher.update(chunk);
      }
      yield chunk;
    }
    if (sizeBytes !== expectedBytes) {
      throw new S3Error('IncompleteBody', `Expected ${expectedBytes} bytes, got ${sizeBytes}.`);
    }
    for (const [name, hasher] of this.#hashers) {
      this.#digests.set(name, hasher.digest());
    }
    this.#check();
  }

  digest(name: string, encoding: 'hex' | 'base64'): string {
    const digest = this.#digests.get(name);
    if (digest === undefined) {
      throw new Error('A digest was asked for before the body had been read.');
    }
    return digest.toString(encoding);
  }

  checksum(): Checksum | null {
    const algorithm = this.#given?.algorithm ?? this.#trailer;
    return algorithm === null
      ? null
      : { algorithm, value: this.digest(algorithm, 'base64'), type: 'FULL_OBJECT' };
  }

  #decoded(): AsyncIterable<Uint8Array> {
    const mode = this.#mode;
    if (mode === null) {
      return this.#raw.source();
    }
    return decodeAwsChunked(this.#raw.source(), {
      seed: mode.signed ? this.#raw.signature : null,
      hasTrailer: mode.hasTrailer,
      onTrailers: (trailers) => {
        this.#trailers = trailers;
      },
    });
  }

  #check(): void {
    const { payload } = this.#raw.signature;
    if (HEX_SHA256.test(payload) && this.digest('SHA256', 'hex') !== payload) {
      throw new S3Error(
        'XAmzContentSHA256Mismatch',
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
      );
    }
    if (this.#md5 !== null && this.#md5 !== this.digest('MD5', 'hex')) {
      throw new S3Error('BadDigest', 'The Content-MD5 you specified did not match.');
    }
    const expected = this.#given ?? this.#trailingChecksum();
    if (expected !== null && this.digest(expected.algorithm, 'base64') !== expected.value) {
      throw new S3Error(
        'XAmzContentChecksumMismatch',
        `The ${expected.algorithm} you specified did not match the calculated checksum.`,
      );
    }
  }

  #trailingChecksum(): Expected {
    if (this.#trailer === null) {
      return null;
    }
    const found = readChecksum(this.#trailers);
    if (found?.algorithm !== this.#trailer) {
      throw new S3Error(
        'InvalidRequest',
        `The trailer ${checksumHeader(this.#trailer)} is missing.`,
      );
    }
    return found;
  }
}

/** Wraps a request's body so that reading it to its end proves it. */
export function checkBody(raw: RawBody): CheckedBody {
  const { payload } = raw.signature;
  if (!HEX_SHA256.test(payload) && payload !== 'UNSIGNED-PAYLOAD') {
    if (streamingMode(payload) === null) {
      throw new S3Error(
        'InvalidArgument',
        'x-amz-content-sha256 must be UNSIGNED-PAYLOAD or a hash.',
      );
    }
  }
  const checker = new BodyChecker(raw);
  return {
    chunks: checker.chunks(),
    md5Hex: () => checker.digest('MD5', 'hex'),
    checksum: () => checker.checksum(),
  };
}

/** Reads and checks a whole body as text; for XML documents only. */
export async function readText(raw: RawBody, maxBytes: number): Promise<string> {
  if (declaredLength(raw) > maxBytes) {
    throw new S3Error('MaxMessageLengthExceeded', 'Your request was too big.');
  }
  const chunks: Uint8Array[] = [];
  for await (const chunk of checkBody(raw).chunks) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
