import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ChecksumAlgorithm } from './checksums.ts';
import {
  CHECKSUM_ALGORITHMS,
  compositeChecksum,
  isChecksumValue,
  makeHasher,
  multipartEtag,
  readChecksum,
} from './checksums.ts';

function digestHex(algorithm: ChecksumAlgorithm | 'MD5', chunks: Uint8Array[]): string {
  const hasher = makeHasher(algorithm);
  for (const chunk of chunks) {
    hasher.update(chunk);
  }
  return hasher.digest().toString('hex');
}

describe('digests', () => {
  // The check values of the CRC catalogue and of FIPS 180, over "123456789".
  test.each([
    ['MD5', '25f9e794323b453885f5181f1b624d0b'],
    ['CRC32', 'cbf43926'],
    ['CRC32C', 'e3069283'],
    ['CRC64NVME', 'ae8b14860a799888'],
    ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
    ['SHA256', '15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225'],
  ] as const)('%s has its published value', (algorithm, hex) => {
    expect(digestHex(algorithm, [Buffer.from('123456789')])).toBe(hex);
  });

  test.each(CHECKSUM_ALGORITHMS)('%s does not mind where chunks break', (algorithm) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 })), (chunks) => {
        expect(digestHex(algorithm, chunks)).toBe(digestHex(algorithm, [Buffer.concat(chunks)]));
      }),
    );
  });
});

describe('checksum headers', () => {
  const good = Buffer.alloc(32).toString('base64');

  test('the one given is read', () => {
    const headers = { 'x-amz-checksum-sha256': good, host: 'x' };
    expect(readChecksum(headers)).toEqual({ algorithm: 'SHA256', value: good });
    expect(readChecksum({ host: 'x' })).toBeNull();
  });

  test('two, or a malformed one, are refused', () => {
    const two = { 'x-amz-checksum-sha256': good, 'x-amz-checksum-crc32': 'AAAAAA==' };
    expect(() => readChecksum(two)).toThrow(/single/);
    expect(() => readChecksum({ 'x-amz-checksum-sha256': 'AAAA' })).toThrow(/invalid/);
    expect(isChecksumValue('CRC32', 'AAAAAA')).toBe(false);
  });
});

test('composites are made of digests, and tell how many', () => {
  const parts = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)];
  const whole = makeHasher('SHA256');
  whole.update(Buffer.concat(parts));
  const expected = `${whole.digest().toString('base64')}-2`;
  const given = parts.map((part) => part.toString('base64'));
  expect(compositeChecksum('SHA256', given)).toBe(expected);
  expect(multipartEtag(['d41d8cd98f00b204e9800998ecf8427e'])).toBe(
    '59adb24ef3cdbe0297f05b395827453f-1',
  );
});
