import { spawnSync } from 'node:child_process';
import { ROOT } from './root.ts';
import { ONE_PASSED, oneFailed, sum, type Tally } from './tally.ts';

/** What `npm run check` runs; each counts as one test. */
const CHECKS = ['check:style', 'check:types', 'check:arrows', 'check:dead'];

export function runChecks(): Tally {
  return sum(CHECKS.map(runCheck));
}

function runCheck(name: string): Tally {
  const { status, stdout, stderr, error } = spawnSync('npm', ['run', '--silent', name], {
    cwd: ROOT,
    encoding: 'utf8',
    shell: process.platform === 'win32', // there npm is a script
  });
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: npm run ${name}`);
  if (status === 0) return ONE_PASSED;
  const said = `${error ? `${error.message}\n` : ''}${stderr}${stdout}`;
  console.log(said);
  return oneFailed(`npm run ${name}`, said);
}
