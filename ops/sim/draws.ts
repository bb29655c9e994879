/**
 * Decisions of a seed. Each is a function of the seed and of what is decided on alone, never of how
 * many were made before: so when a command or a fault is left out, all others stay as they were, which
 * is what makes shrinking work.
 */
export class Draws {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A number in [0, 1). */
  number(...about: readonly (string | number)[]): number {
    return hash(`${this.#seed}/${about.join('/')}`) / 2 ** 32;
  }

  /** A whole number from `least` to `most`. */
  whole(least: number, most: number, ...about: readonly (string | number)[]): number {
    return least + Math.floor(this.number(...about) * (most - least + 1));
  }

  chance(probability: number, ...about: readonly (string | number)[]): boolean {
    return this.number(...about) < probability;
  }

  pick<T>(list: readonly T[], ...about: readonly (string | number)[]): T {
    const one = list[Math.floor(this.number(...about) * list.length)];
    if (one === undefined) throw new RangeError('There is nothing to pick from.');
    return one;
  }
}

/** FNV-1a with the finalizer of MurmurHash3: 32 bits, quick, and evenly spread for texts that are alike. */
function hash(text: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) {
    bits = Math.imul(bits ^ text.charCodeAt(at), 0x01000193);
  }
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
