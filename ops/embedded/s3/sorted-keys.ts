const CHUNK_KEYS = 512;

/**
 * Compares in the order of the strings' UTF-8 bytes, S3's listing order. It differs from `<` only
 * where surrogate pairs meet U+E000–U+FFFF, whose UTF-16 units sort the other way round.
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a.charCodeAt(index);
    const right = b.charCodeAt(index);
    if (left !== right) {
      return utf8Rank(left) - utf8Rank(right);
    }
  }
  return a.length - b.length;
}

function utf8Rank(unit: number): number {
  if (unit < 0xd800) {
    return unit;
  }
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}

/** The first index of `[0, length)` for which `isBefore` is false; it must be monotone. */
function partitionPoint(length: number, isBefore: (index: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(middle)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** Keys in UTF-8 byte order, in chunks, so that one insertion moves at most a few hundred. */
export class SortedKeys {
  #chunks: string[][] = [[]];

  /** Adds a key that is not there yet. */
  add(key: string): void {
    const index = this.#chunkFor((candidate) => compareUtf8(candidate, key) < 0);
    const chunk = this.#chunks[index] ?? [];
    const at = partitionPoint(chunk.length, (place) => compareUtf8(chunk[place] ?? '', key) < 0);
    chunk.splice(at, 0, key);
    if (chunk.length > CHUNK_KEYS) {
      this.#chunks.splice(index + 1, 0, chunk.splice(CHUNK_KEYS / 2));
    }
  }

  /** Removes a key if it is there. */
  delete(key: string): void {
    const index = this.#chunkFor((candidate) => compareUtf8(candidate, key) < 0);
    const chunk = this.#chunks[index] ?? [];
    const at = partitionPoint(chunk.length, (place) => compareUtf8(chunk[place] ?? '', key) < 0);
    if (chunk[at] !== key) {
      return;
    }
    chunk.splice(at, 1);
    if (chunk.length === 0 && this.#chunks.length > 1) {
      this.#chunks.splice(index, 1);
    }
  }

  /** Walks the keys in order from the first for which `isBefore` is false. */
  *from(isBefore: (key: string) => boolean): Generator<string> {
    const start = this.#chunkFor(isBefore);
    for (let index = start; index < this.#chunks.length; index += 1) {
      const chunk = this.#chunks[index] ?? [];
      const skip =
        index === start ? partitionPoint(chunk.length, (at) => isBefore(chunk[at] ?? '')) : 0;
      for (let at = skip; at < chunk.length; at += 1) {
        yield chunk[at] ?? '';
      }
    }
  }

  /** The chunk whose last key is the first not before; the last chunk if all are. */
  #chunkFor(isBefore: (key: string) => boolean): number {
    const point = partitionPoint(this.#chunks.length, (index) => {
      const last = this.#chunks[index]?.at(-1);
      return last !== undefined && isBefore(last);
    });
    return Math.min(point, this.#chunks.length - 1);
  }
}
