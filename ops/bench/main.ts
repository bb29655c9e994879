import { parseArgs } from 'node:util';
import { type Bench, compare, type Result } from './bench.ts';
import { browserPushBench } from './browser-push.ts';
import { listBench } from './list.ts';
import { moveBench } from './move.ts';
import { panelLoadBench } from './panel-load.ts';
import { publishBench } from './publish.ts';
import { pushBench } from './push.ts';
import { redirectBench } from './redirect.ts';
import { rollbackBench } from './rollback.ts';
import { signBench } from './sign.ts';

const BENCHES: readonly Bench[] = [
  browserPushBench,
  listBench,
  moveBench,
  panelLoadBench,
  publishBench,
  pushBench,
  redirectBench,
  rollbackBench,
  signBench,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false }, only: { type: 'string', default: '' } },
});
const chosen = BENCHES.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
if (chosen.length < Math.max(1, positionals.length)) {
  console.error('Usage: npm run bench -- [--json] [--only <text in a figure>] [name …]');
  for (const { name, summary } of BENCHES) console.error(`  ${name.padEnd(10)} ${summary}`);
  process.exit(2);
}
// What was started ends with this process, and what it wrote to memory goes.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
for (const bench of chosen) {
  await bench.run(async (comparison) => {
    if (!comparison.figure.includes(values.only)) return;
    for (const result of await compare(bench.name, comparison)) {
      console.log(values.json ? JSON.stringify(result) : readable(result));
    }
  });
}

function readable({ bench, figure, value, unit, baseline, ratio, spread }: Result): string {
  const [least, most] = spread.map((one) => one.toFixed(2));
  return (
    `${bench}: ${figure}: ${value.toFixed(0)} ${unit}, ` +
    `${ratio.toFixed(2)} × ${baseline.name} (${baseline.value.toFixed(0)}); ${least} to ${most}`
  );
}
