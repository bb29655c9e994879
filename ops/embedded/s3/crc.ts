import type { Hasher } from './hasher.ts';

const CRC32C_POLYNOMIAL = 0x82f63b78;
/** CRC-64/NVME, reflected, as two halves. */
const CRC64_HIGH = 0x9a6c9329;
const CRC64_LOW = 0xac4bc9b5;

const CRC32C_TABLE = new Uint32Array(256);
const CRC64_HIGH_TABLE = new Uint32Array(256);
const CRC64_LOW_TABLE = new Uint32Array(256);

for (let byte = 0; byte < 256; byte += 1) {
  let crc = byte;
  let high = 0;
  let low = byte;
  for (let bit = 0; bit < 8; bit += 1) {
    crc = crc & 1 ? (crc >>> 1) ^ CRC32C_POLYNOMIAL : crc >>> 1;
    const odd = low & 1;
    low = (low >>> 1) | ((high & 1) << 31);
    high >>>= 1;
    if (odd) {
      low ^= CRC64_LOW;
      high ^= CRC64_HIGH;
    }
  }
  CRC32C_TABLE[byte] = crc;
  CRC64_HIGH_TABLE[byte] = high;
  CRC64_LOW_TABLE[byte] = low;
}

export function makeCrc32c(): Hasher {
  let crc = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) {
        crc = (CRC32C_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
      }
    },
    digest() {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
      return bytes;
    },
  };
}

export function makeCrc64Nvme(): Hasher {
  let high = 0xffffffff;
  let low = 0xffffffff;
  return {
    update(chunk) {
      for (const byte of chunk) {
        const index = (low ^ byte) & 0xff;
        low = ((low >>> 8) | (high << 24)) ^ (CRC64_LOW_TABLE[index] ?? 0);
        high = (high >>> 8) ^ (CRC64_HIGH_TABLE[index] ?? 0);
      }
    },
    digest() {
      const bytes = Buffer.alloc(8);
      bytes.writeUInt32BE(~high >>> 0, 0);
      bytes.writeUInt32BE(~low >>> 0, 4);
      return bytes;
    },
  };
}
