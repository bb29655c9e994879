import type { Outcome, Scenario } from './run-seed.ts';

const LAST_STEPS = 60;

/** What failed, how it came to that, and how to see it again. */
export function report({ seed, without }: Scenario, outcome: Outcome): string {
  const { violation, steps, trace, commands, faults } = outcome;
  const leftOut = without.size === 0 ? '' : ` --without ${[...without].join(',')}`;
  return [
    `Seed ${seed} fails in step ${steps}: ${violation?.message}`,
    `  ${commands.length} commands, ${faults.length} faults; its last steps:`,
    ...trace.slice(-LAST_STEPS).map((line) => `  ${line}`),
    `Again: npm run sim -- --seeds 1 --from ${seed}${leftOut}`,
  ].join('\n');
}
