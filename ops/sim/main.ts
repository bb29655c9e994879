import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { makeTempFolder } from '../../api/testing/temp-folder.ts';
import { migrate } from '../../db/migrate.ts';
import { startEmbeddedPostgres } from '../embedded/postgres/postgres.ts';
import { report } from './report.ts';
import { runSeed } from './run-seed.ts';
import { shrink } from './shrink.ts';
import { openSimDatabase, type SimDatabase } from './sim-database.ts';

/** Seeds from one word of how far it is to the next. */
const TOLD_EVERY = 500;

const USAGE = `Usage: npm run sim -- [--seeds N] [--from S] [--minutes M] [--without a,b] [--trace]
  --seeds N      how many seeds, default 100; with --minutes, as many as fit
  --from S       the first of them, default 1
  --without a,b  leaves commands and faults out, as a shrunk scenario says
  --trace        tells every step
  --keep-going   goes on after a seed that failed`;

const { values } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    without: { type: 'string', default: '' },
    trace: { type: 'boolean', default: false },
    'keep-going': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
if (values.help) {
  console.log(USAGE);
  process.exit(0);
}
const without = new Set(values.without.split(',').filter((name) => name !== ''));
const from = Number(values.from);
const most = Number(values.seeds ?? (values.minutes ? Number.POSITIVE_INFINITY : 100));
const endMs = values.minutes
  ? Date.now() + Number(values.minutes) * 60_000
  : Number.POSITIVE_INFINITY;

// All tables get fresh files with every seed, which takes a tenth of the time in memory.
if (existsSync('/dev/shm')) process.env.TMPDIR ??= '/dev/shm';
const folder = await makeTempFolder();
const server = await startEmbeddedPostgres({ dataDir: folder.path, durable: false });
try {
  await migrate(server.url);
  const database = await openSimDatabase(server.url);
  const failed = await runAll(database);
  await database.close();
  process.exitCode = failed === 0 ? 0 : 1;
} finally {
  await server.stop();
  await folder.remove();
}

async function runAll(database: SimDatabase): Promise<number> {
  const startMs = Date.now();
  let [failed, steps, seed] = [0, 0, from];
  for (; seed < from + most && Date.now() < endMs; seed += 1) {
    const outcome = await runSeed(database, { seed, without });
    steps += outcome.steps;
    const ran = seed + 1 - from;
    if (ran % TOLD_EVERY === 0) console.error(`${ran} seeds, ${failed} failed so far`);
    if (values.trace) console.log(outcome.trace.join('\n'));
    if (!outcome.violation) continue;
    failed += 1;
    console.log(report({ seed, without }, outcome));
    if (values['keep-going']) continue;
    const shrunk = await shrink(database, { scenario: { seed, without }, outcome });
    console.log(`\nShrunk:\n${report(shrunk.scenario, shrunk.outcome)}`);
    seed += 1;
    break;
  }
  const minutes = (Date.now() - startMs) / 60_000;
  const seeds = seed - from;
  const pace = (seeds / minutes).toFixed(0);
  console.log(`${seeds} seeds, ${steps} steps, ${failed} failed; ${pace} seeds a minute`);
  return failed;
}
