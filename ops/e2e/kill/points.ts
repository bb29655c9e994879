/** Where in a phase the service is killed. */
export interface Point {
  /** By which it is found again; the same in every run of as many points. */
  readonly number: number;
  /** How much of the phase's steps come before, of 1. */
  readonly share: number;
}

/**
 * Spreads points over a phase: one at random in each of as many equal stretches. Random numbers are
 * drawn from `seed`, so that they are the same each time.
 */
export function spread(count: number, seed: number): Point[] {
  const random = mulberry32(seed);
  return Array.from({ length: count }, (_, index) => ({
    number: seed * 100 + index + 1,
    share: (index + random()) / count,
  }));
}

/** Tommy Ettinger's generator, of 32 bits of state. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
