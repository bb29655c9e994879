// npm test: the checks, the tests beside the source, those of the shipped program, and the panel's.
// npm run test:panel: the last of these alone.
// npm run test:edge: the latter on workerd. npm run test:minio: what touches the store, on MinIO.
// npm run test:sim: three minutes of the simulation.
import { runChecks } from './run-checks.ts';
import { runCommand } from './run-command.ts';
import { runWithMinio } from './run-minio.ts';
import { runPanel } from './run-panel.ts';
import { runVitest } from './run-vitest.ts';
import { appendFailures, appendTally, inWords, isGood, sum, type Tally } from './tally.ts';

const MODES: Readonly<Record<string, () => Promise<Tally>>> = {
  all: runAll,
  edge: () =>
    runVitest({
      project: 'e2e',
      files: ['ops/e2e/api/'],
      env: { DCS_E2E_RUNTIME: 'workerd' },
    }),
  panel: runPanel,
  minio: runWithMinio,
  sim: async () => runCommand('sim', ['--minutes', '3']),
};

async function runAll(): Promise<Tally> {
  return sum([
    runChecks(),
    await runVitest({ project: 'unit' }),
    await runVitest({ project: 'e2e' }),
    await runPanel(),
  ]);
}

async function main([mode = 'all']: readonly string[]): Promise<number> {
  const run = MODES[mode];
  if (!run) {
    console.error(`There is no mode "${mode}". Usage: run.ts [${Object.keys(MODES).join('|')}]`);
    return 2;
  }
  const tally = await run();
  const { DCS_TEST_TALLY, DCS_TEST_FAILURES } = process.env;
  if (DCS_TEST_TALLY) appendTally(DCS_TEST_TALLY, tally);
  if (DCS_TEST_FAILURES) appendFailures(DCS_TEST_FAILURES, tally);
  console.log(inWords(tally));
  return isGood(tally) ? 0 : 1;
}

process.exitCode = await main(process.argv.slice(2));
