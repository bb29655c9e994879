import { type Outcome, runSeed, type Scenario } from './run-seed.ts';
import type { SimDatabase } from './sim-database.ts';

/** A scenario with what became of it. */
export interface Shrunk {
  readonly scenario: Scenario;
  readonly outcome: Outcome;
}

const MAX_RUNS = 200;

/**
 * Leaves out what a failure does not need: commands and faults, half of them at once and then less
 * and less, as long as the same rule is broken (delta debugging).
 */
export async function shrink(database: SimDatabase, failed: Shrunk): Promise<Shrunk> {
  let best = failed;
  let runs = 0;
  for (let size = partsOf(best).length / 2; size >= 0.5 && runs < MAX_RUNS; ) {
    const smaller = await withoutSome(best, Math.ceil(size));
    if (smaller) best = smaller;
    else size /= 2;
  }
  return best;

  /** Tries to do without each stretch of so many parts in its turn. */
  async function withoutSome(from: Shrunk, count: number): Promise<Shrunk | undefined> {
    const parts = partsOf(from);
    for (let at = 0; at < parts.length && runs < MAX_RUNS; at += count) {
      runs += 1;
      const without = new Set([...from.scenario.without, ...parts.slice(at, at + count)]);
      const tried = { ...from.scenario, without };
      const became = await runSeed(database, tried);
      if (became.violation?.rule === failed.outcome.violation?.rule) {
        return { scenario: tried, outcome: became };
      }
    }
    return undefined;
  }
}

function partsOf({ outcome }: Shrunk): readonly string[] {
  return [...outcome.commands, ...outcome.faults];
}
