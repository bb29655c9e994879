/** One side of a comparison: what is measured, or what it is held against. */
export interface Side {
  readonly name: string;
  /** Makes ready what `run` needs; not measured. */
  readonly before?: () => Promise<void>;
  /** Does the work once and gives how many units it did. */
  run(): Promise<number>;
  /** Sees that the work was done, and clears up; not measured. */
  readonly after?: () => Promise<void>;
}

type Per = 'wall' | 'cpu' | 'run';

const SECONDS: Readonly<Record<Per, string>> = { wall: '/s', cpu: '/CPU s', run: '' };

/** A figure and what it is held against, measured in turn in the same process. */
export interface Comparison {
  readonly figure: string;
  /** What `run` counts, such as `requests`. */
  readonly unit: string;
  /**
   * What the units are divided by: seconds of the clock (`wall`, the default), seconds of all of this
   * process's threads together (`cpu`), or nothing: what a `run` gives is the figure.
   */
  readonly per?: Per;
  readonly subject: Side;
  /** One result for each. */
  readonly baselines: readonly Side[];
  /** Runs of each side after the one that warms up: 7 unless given, at least 5. */
  readonly runs?: number;
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
  /** Median of the ratios round by round, which hold when the machine's speed drifts. */
  readonly ratio: number;
  readonly spread: readonly [number, number];
}

const RUNS = 7;
const LEAST_RUNS = 5;
const WARM_UPS = 1;

/** Runs subject and baselines in turn, once to warm up and then several times each. */
export async function compare(bench: string, comparison: Comparison): Promise<Result[]> {
  const { subject, baselines, per = 'wall', runs = RUNS } = comparison;
  const rounds: { subject: number; baselines: number[] }[] = [];
  for (let round = -WARM_UPS; round < Math.max(LEAST_RUNS, runs); round += 1) {
    const rates = [];
    for (const side of [subject, ...baselines]) rates.push(await rate(side, per));
    const [first = Number.NaN, ...others] = rates;
    if (round >= 0) rounds.push({ subject: first, baselines: others });
  }
  return baselines.map(({ name }, index) => {
    const pairs = rounds.map((round) => [round.subject, round.baselines[index] ?? Number.NaN]);
    const ratios = pairs.map(([ours = 0, theirs = 0]) => ours / theirs).sort((a, b) => a - b);
    return {
      bench,
      figure: comparison.figure,
      value: median(pairs.map(([ours = 0]) => ours)),
      unit: comparison.unit + SECONDS[per],
      baseline: { name, value: median(pairs.map(([, theirs = 0]) => theirs)) },
      ratio: median(ratios),
      spread: [ratios[0] ?? 0, ratios.at(-1) ?? 0],
    };
  });
}

/** Units per second. */
async function rate({ before, run, after }: Side, per: Per): Promise<number> {
  await before?.();
  const started = secondsOf(per);
  const units = await run();
  const seconds = secondsOf(per) - started;
  await after?.();
  return per === 'run' ? units : units / seconds;
}

function secondsOf(per: Per): number {
  if (per !== 'cpu') return performance.now() / 1000;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000_000;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
