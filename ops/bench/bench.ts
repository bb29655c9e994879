/** One side of a comparison: what is measured, or what it is held against. */
export interface Side {
  readonly name: string;
  /** Does the work once and gives how many units it did. */
  run(): Promise<number>;
}

/** A figure and what it is held against, measured in turn in the same process. */
export interface Comparison {
  readonly figure: string;
  /** What `run` counts, such as `requests`. */
  readonly unit: string;
  /**
   * What a second is: `wall`, of the clock, or `cpu`, of all of this process's threads together.
   * Default `wall`.
   */
  readonly per?: 'wall' | 'cpu';
  readonly subject: Side;
  readonly baseline: Side;
}

export interface Bench {
  readonly name: string;
  readonly summary: string;
  /** Sets up, hands each comparison to `measure`, and cleans up after itself. */
  run(measure: (comparison: Comparison) => Promise<void>): Promise<void>;
}

export interface Result {
  readonly bench: string;
  readonly figure: string;
  /** The subject's median rate. */
  readonly value: number;
  readonly unit: string;
  /** The baseline's name and median rate. */
  readonly baseline: { readonly name: string; readonly value: number };
  /** Median of the ratios pair by pair, which hold when the machine's speed drifts. */
  readonly ratio: number;
  readonly spread: readonly [number, number];
}

const RUNS = 7;
const WARM_UPS = 1;

/** Runs subject and baseline in turn, once to warm up and then seven times each. */
export async function compare(bench: string, comparison: Comparison): Promise<Result> {
  const { per = 'wall' } = comparison;
  const pairs: { subject: number; baseline: number }[] = [];
  for (let run = -WARM_UPS; run < RUNS; run += 1) {
    const subject = await rate(comparison.subject, per);
    const baseline = await rate(comparison.baseline, per);
    if (run >= 0) pairs.push({ subject, baseline });
  }
  const ratios = pairs.map(({ subject, baseline }) => subject / baseline).sort((a, b) => a - b);
  return {
    bench,
    figure: comparison.figure,
    value: median(pairs.map(({ subject }) => subject)),
    unit: `${comparison.unit}/${per === 'cpu' ? 'CPU s' : 's'}`,
    baseline: {
      name: comparison.baseline.name,
      value: median(pairs.map(({ baseline }) => baseline)),
    },
    ratio: median(ratios),
    spread: [ratios[0] ?? 0, ratios.at(-1) ?? 0],
  };
}

/** Units per second. */
async function rate({ run }: Side, per: 'wall' | 'cpu'): Promise<number> {
  const started = secondsOf(per);
  const units = await run();
  return units / (secondsOf(per) - started);
}

function secondsOf(per: 'wall' | 'cpu'): number {
  if (per === 'wall') return performance.now() / 1000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
