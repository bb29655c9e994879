import { crc32 } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const END_BYTES = 22;

/** What a zip holds that compresses nothing: path → text; each under the CRC it names (APPNOTE 4.3). */
export function readZip(zip: Buffer): Record<string, string> {
  const end = zip.length - END_BYTES;
  if (zip.readUInt32LE(end) !== END) throw new Error('The zip does not end as one.');
  const entries: Record<string, string> = {};
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== ENTRY) throw new Error('An entry is not where it should be.');
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((to) =>
      zip.readUInt16LE(at + to),
    );
    const nameEnd = at + 46 + (nameBytes ?? 0);
    const name = zip.toString('utf8', at + 46, nameEnd);
    const bytes = bytesAt(zip, zip.readUInt32LE(at + 42), zip.readUInt32LE(at + 24));
    if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} is broken.`);
    entries[name] = bytes.toString();
    at = nameEnd + (extraBytes ?? 0) + (commentBytes ?? 0);
  }
  return entries;
}

function bytesAt(zip: Buffer, local: number, size: number): Buffer {
  const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
  return zip.subarray(begin, begin + size);
}
