import { type Command, Option } from 'commander';
import { z } from 'zod';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples, parsedWith } from '../command.ts';
import { printDifferences } from '../revisions/print-differences.ts';
import { openRevisions, type Span, type TargetRevisions } from '../revisions/target-revisions.ts';
import { parseTarget, TARGET_HELP } from '../target-reference.ts';

interface DiffOptions extends ApiOptions {
  readonly from?: number;
  readonly to?: number;
}

const revision = parsedWith(z.coerce.number().int().min(1));

export function diffCommand(cli: Cli): Command {
  return apiCommand('diff')
    .summary('Tell what differs between two revisions.')
    .description(
      'Tell what differs between two revisions of a book or an app build, whatever was in between: ' +
        'A is added, M changed, D removed, with sizes in bytes.\n\n' +
        '--json prints one path a line.',
    )
    .argument('<target>', TARGET_HELP)
    .addOption(new Option('--from <n>', 'otherwise the one before the other').argParser(revision))
    .addOption(new Option('--to <n>', 'otherwise the current one').argParser(revision))
    .addHelpText(
      'after',
      examples(
        'dcs diff "Acme/Fizik 5"',
        'dcs diff "Acme/Fizik 5" --from 3',
        'dcs diff app:macos/2.4.0 --from 4 --to 2 --json',
      ),
    )
    .action((target: string, options: DiffOptions) => diff(cli, target, options));
}

async function diff(cli: Cli, reference: string, options: DiffOptions): Promise<void> {
  const target = parseTarget(reference);
  const revisions = await openRevisions(await openApi(cli, options), target);
  const span = await spanOf(revisions, options);
  await printDifferences(cli, revisions, { ...span, json: options.json ?? false });
}

async function spanOf(revisions: TargetRevisions, options: DiffOptions): Promise<Span> {
  const to = options.to ?? (await revisions.current());
  const from = options.from ?? to - 1;
  if (from > 0) return { from, to };
  throw new CliError('missing', 'There is nothing before revision 1. Name another with --from.');
}
