import { spawnSync } from 'node:child_process';
import { ROOT } from './root.ts';
import { ONE_PASSED, oneFailed, type Tally } from './tally.ts';

/** Runs a script of package.json whose exit code tells what came of it, as one test. */
export function runCommand(name: string, words: readonly string[] = []): Tally {
  const { status, stdout, stderr, error } = spawnSync(
    'npm',
    ['run', '--silent', name, '--', ...words],
    {
      cwd: ROOT,
      encoding: 'utf8',
      shell: process.platform === 'win32', // there npm is a script
    },
  );
  const title = ['npm run', name, ...words].join(' ');
  const said = `${error ? `${error.message}\n` : ''}${stderr}${stdout}`;
  console.log(`${status === 0 ? 'passed' : 'FAILED'}: ${title}`);
  if (said !== '') console.log(said);
  return status === 0 ? ONE_PASSED : oneFailed(title, said);
}
