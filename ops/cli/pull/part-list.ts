import { appendFileSync, readFileSync, rmSync } from 'node:fs';

const LINE = /^(\d+) ([0-9a-f]{64})$/;

/**
 * The parts of a file in the making that have arrived, kept beside it: a line each, `part digest`.
 * A line that a killed process cut short is no line.
 */
export interface PartList {
  /** Part → its digest. */
  read(): Map<number, Buffer>;
  add(part: number, digest: Buffer): void;
  remove(): void;
}

export function createPartList(file: string): PartList {
  return {
    read() {
      const parts = new Map<number, Buffer>();
      for (const line of readText(file).split('\n')) {
        const [, part, digest] = LINE.exec(line) ?? [];
        if (digest !== undefined) parts.set(Number(part), Buffer.from(digest, 'hex'));
      }
      return parts;
    },
    add: (part, digest) => appendFileSync(file, `${part} ${digest.toString('hex')}\n`),
    remove: () => rmSync(file, { force: true }),
  };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // then every part is fetched
  }
}
