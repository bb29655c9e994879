import { runCommand } from './run-command.ts';
import { sum, type Tally } from './tally.ts';

/** What `npm run check` runs; each counts as one test. */
const CHECKS = ['check:style', 'check:types', 'check:arrows', 'check:dead', 'check:size'];

export function runChecks(): Tally {
  return sum(CHECKS.map((name) => runCommand(name)));
}
