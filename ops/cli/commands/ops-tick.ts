import type { Command } from 'commander';
import { z } from 'zod';
import type { Ticked } from '../../../api/ops.ts';
import type { Cli } from '../cli.ts';
import { examples, jsonCommand, parsedWith } from '../command.ts';
import { withOperations } from '../operations.ts';
import { countText } from '../quantity-text.ts';
import { createTable } from '../table.ts';

const DEFAULT_SECONDS = 30;
const MAX_SECONDS = 86_400;

const WORK: Readonly<Record<keyof Ticked['due'], string>> = {
  uploads: 'uploads to expire',
  records: 'records to write',
  operations: 'operations',
  objects: 'objects to delete',
  prefixes: 'prefixes to sweep',
};

interface TickOptions {
  readonly json?: boolean;
  readonly seconds: number;
}

export function opsTickCommand(cli: Cli): Command {
  return jsonCommand('tick')
    .summary('Do what is due.')
    .description(
      'Do a slice of what is due, as the service does by itself every few seconds: expire uploads, ' +
        'work on operations, delete what nothing shows any more. Safe beside a running service, and ' +
        'to repeat.\n\n' +
        'The database is the one DATABASE_URL names, the store the one S3_ENDPOINT names; otherwise ' +
        'those that "npm start" serves from DCS_DATA_DIR.',
    )
    .option(
      '--seconds <n>',
      'how long to go on beginning pieces of work',
      parsedWith(z.coerce.number().int().min(1).max(MAX_SECONDS)),
      DEFAULT_SECONDS,
    )
    .addHelpText('after', examples('dcs ops tick', 'dcs ops tick --seconds 300 --json'))
    .action((options: TickOptions) => tick(cli, options));
}

async function tick(cli: Cli, { json, seconds }: TickOptions): Promise<void> {
  const needs = { store: true };
  const ticked = await withOperations(cli, (operations) => operations.tick(seconds), needs);
  if (json) return cli.out.json(ticked);
  await cli.out.text(tickedText(ticked));
}

function tickedText({ due, left }: Ticked): string {
  const kinds = Object.keys(WORK) as (keyof typeof WORK)[];
  const met = kinds.filter((kind) => due[kind] > 0 || left[kind] > 0);
  if (met.length === 0) return 'Nothing was due.';
  return createTable<keyof typeof WORK>([
    { title: 'WORK', value: (kind) => WORK[kind] },
    { title: 'WAS DUE', value: (kind) => countText(due[kind]) },
    { title: 'IS LEFT', value: (kind) => countText(left[kind]) },
  ]).page(met);
}
