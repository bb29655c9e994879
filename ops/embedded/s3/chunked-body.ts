import { createHash } from 'node:crypto';
import { S3Error } from './errors.ts';
import type { VerifiedSignature } from './sigv4.ts';
import { equalSecrets, hmac, sha256Hex } from './sigv4.ts';

const MAX_LINE_BYTES = 4096;
const CR = 13;
const LF = 10;

/** How an aws-chunked body is to be read. `seed` is null for one whose chunks are not signed. */
export type ChunkedOptions = {
  seed: VerifiedSignature | null;
  hasTrailer: boolean;
  /** Called once, when the whole body held, with its trailing headers (lower-case names). */
  onTrailers: (trailers: Record<string, string>) => void;
};

function incomplete(what: string): S3Error {
  return new S3Error('IncompleteBody', `The aws-chunked body is malformed: ${what}.`);
}

/** Reads lines and counted runs of bytes from chunks that break anywhere. */
class ByteReader {
  #source: AsyncIterator<Uint8Array>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** A line without its CRLF. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf(LF);
      if (end > 0 && this.#held[end - 1] === CR) {
        const line = this.#held.toString('latin1', 0, end - 1);
        this.#held = this.#held.subarray(end + 1);
        return line;
      }
      if (end >= 0 || this.#held.length > MAX_LINE_BYTES || !(await this.#more())) {
        throw incomplete('a line is not ended by CRLF');
      }
    }
  }

  /** Exactly `count` bytes, in pieces as they come. */
  async *take(count: number): AsyncGenerator<Buffer> {
    let left = count;
    while (left > 0) {
      if (this.#held.length === 0 && !(await this.#more())) {
        throw incomplete('it ends inside a chunk');
      }
      const piece = this.#held.subarray(0, left);
      this.#held = this.#held.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  async expectEnd(): Promise<void> {
    if (this.#held.length > 0 || (await this.#more())) {
      throw incomplete('bytes follow its end');
    }
  }

  async #more(): Promise<boolean> {
    for (;;) {
      const next = await this.#source.next();
      if (next.done) {
        return false;
      }
      if (next.value.length > 0) {
        this.#held = Buffer.concat([this.#held, next.value]);
        return true;
      }
    }
  }
}

/** Follows the chain of chunk signatures, each signing the one before it. */
class SignatureChain {
  #seed: VerifiedSignature;
  #previous: string;

  constructor(seed: VerifiedSignature) {
    this.#seed = seed;
    this.#previous = seed.signature;
  }

  check(kind: 'PAYLOAD' | 'TRAILER', lines: string[], claimed: string | undefined): void {
    const { amzDate, scopeText, signingKey } = this.#seed;
    const text = [`AWS4-HMAC-SHA256-${kind}`, amzDate, scopeText, this.#previous, ...lines];
    const signature = hmac(signingKey, text.join('\n')).toString('hex');
    if (claimed === undefined || !equalSecrets(signature, claimed)) {
      throw new S3Error('SignatureDoesNotMatch', "A chunk's signature does not match.");
    }
    this.#previous = signature;
  }
}

function parseChunkHeader(line: string): { sizeBytes: number; signature: string | undefined } {
  const match = /^([0-9a-fA-F]{1,10})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (match === null) {
    throw incomplete('a chunk header is malformed');
  }
  return { sizeBytes: Number.parseInt(match[1] ?? '', 16), signature: match[2] };
}

async function readTrailers(
  reader: ByteReader,
  chain: SignatureChain | null,
): Promise<Record<string, string>> {
  const trailers: Record<string, string> = {};
  for (;;) {
    const line = await reader.line();
    if (line === '') {
      break;
    }
    const colon = line.indexOf(':');
    if (colon < 1) {
      throw incomplete('a trailer is malformed');
    }
    trailers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  const { 'x-amz-trailer-signature': signature, ...rest } = trailers;
  if (chain !== null) {
    const canonical = Object.entries(rest).map(([name, value]) => `${name}:${value}\n`);
    chain.check('TRAILER', [sha256Hex(canonical.join(''))], signature);
  }
  return rest;
}

/**
 * Decodes `Content-Encoding: aws-chunked` (docs.aws.amazon.com/AmazonS3/latest/API/
 * sigv4-streaming.html), verifying each chunk's signature where chunks are signed.
 * Throws IncompleteBody or SignatureDoesNotMatch; then nothing read so far may be kept.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Uint8Array>,
  options: ChunkedOptions,
): AsyncGenerator<Uint8Array> {
  const reader = new ByteReader(source);
  const chain = options.seed === null ? null : new SignatureChain(options.seed);
  for (;;) {
    const header = parseChunkHeader(await reader.line());
    const hash = createHash('sha256');
    for await (const piece of reader.take(header.sizeBytes)) {
      if (chain !== null) {
        hash.update(piece);
      }
      yield piece;
    }
    chain?.check('PAYLOAD', [sha256Hex(''), hash.digest('hex')], header.signature);
    if (header.sizeBytes === 0) {
      break;
    }
    if ((await reader.line()) !== '') {
      throw incomplete('a chunk is longer than it says');
    }
  }
  const trailers = options.hasTrailer ? await readTrailers(reader, chain) : {};
  if (!options.hasTrailer && (await reader.line()) !== '') {
    throw incomplete('it has a trailer that was not announced');
  }
  await reader.expectEnd();
  options.onTrailers(trailers);
}
