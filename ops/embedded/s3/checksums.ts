import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { makeCrc32c, makeCrc64Nvme } from './crc.ts';
import { S3Error } from './errors.ts';
import type { Hasher } from './hasher.ts';

export const CHECKSUM_ALGORITHMS = ['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const;
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];
export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE';

/** `value` is base64; a composite one ends in `-` and the number of parts. */
export type Checksum = { algorithm: ChecksumAlgorithm; value: string; type: ChecksumType };

const DIGEST_BYTES = { CRC32: 4, CRC32C: 4, CRC64NVME: 8, SHA1: 20, SHA256: 32 } as const;

function makeCryptoHasher(name: 'md5' | 'sha1' | 'sha256'): Hasher {
  const hash = createHash(name);
  return { update: (chunk) => void hash.update(chunk), digest: () => hash.digest() };
}

function makeCrc32(): Hasher {
  let value = 0;
  return {
    update(chunk) {
      value = crc32(chunk, value);
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes;
    },
  };
}

/** A running digest; CRCs come out big-endian, as S3 writes them. */
export function makeHasher(algorithm: ChecksumAlgorithm | 'MD5'): Hasher {
  switch (algorithm) {
    case 'MD5':
      return makeCryptoHasher('md5');
    case 'SHA1':
      return makeCryptoHasher('sha1');
    case 'SHA256':
      return makeCryptoHasher('sha256');
    case 'CRC32':
      return makeCrc32();
    case 'CRC32C':
      return makeCrc32c();
    case 'CRC64NVME':
      return makeCrc64Nvme();
  }
}

export function checksumHeader(algorithm: ChecksumAlgorithm): string {
  return `x-amz-checksum-${algorithm.toLowerCase()}`;
}

/** The XML element that carries a checksum, as `ChecksumSHA256`. */
export function checksumElement(algorithm: ChecksumAlgorithm): string {
  return `Checksum${algorithm}`;
}

/** Reads an algorithm's name in any case; throws InvalidRequest for an unknown one. */
export function parseAlgorithm(name: string): ChecksumAlgorithm {
  const found = CHECKSUM_ALGORITHMS.find((algorithm) => algorithm === name.toUpperCase());
  if (found === undefined) {
    throw new S3Error('InvalidRequest', `Checksum algorithm ${name} is not supported.`);
  }
  return found;
}

/** Whether `value` is base64 of a digest of that algorithm's length. */
export function isChecksumValue(algorithm: ChecksumAlgorithm, value: string): boolean {
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === DIGEST_BYTES[algorithm] && bytes.toString('base64') === value;
}

/** The one checksum given in `headers` (lower-case names), or null; throws for two or a malformed one. */
export function readChecksum(
  headers: Record<string, string | string[] | undefined>,
): { algorithm: ChecksumAlgorithm; value: string } | null {
  const given = CHECKSUM_ALGORITHMS.flatMap((algorithm) => {
    const value = headers[checksumHeader(algorithm)];
    return typeof value === 'string' ? [{ algorithm, value }] : [];
  });
  const [only, second] = given;
  if (only === undefined) {
    return null;
  }
  if (second !== undefined) {
    throw new S3Error('InvalidRequest', 'Expecting a single x-amz-checksum- header.');
  }
  if (!isChecksumValue(only.algorithm, only.value)) {
    throw new S3Error(
      'InvalidRequest',
      `Value for ${checksumHeader(only.algorithm)} header is invalid.`,
    );
  }
  return only;
}

/** base64(hash(part digests, joined)) + `-N`: S3's composite checksum of a multipart object. */
export function compositeChecksum(algorithm: ChecksumAlgorithm, parts: string[]): string {
  const hasher = makeHasher(algorithm);
  for (const part of parts) {
    hasher.update(Buffer.from(part, 'base64'));
  }
  return `${hasher.digest().toString('base64')}-${parts.length}`;
}

/** md5(part MD5s, joined) + `-N`, without quotes: the ETag of a multipart object. */
export function multipartEtag(partEtags: string[]): string {
  const hash = createHash('md5');
  for (const etag of partEtags) {
    hash.update(Buffer.from(etag, 'hex'));
  }
  return `${hash.digest('hex')}-${partEtags.length}`;
}
