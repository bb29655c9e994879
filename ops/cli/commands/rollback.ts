import type { Command } from 'commander';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples, revisionOption } from '../command.ts';
import { publishedText } from '../published-text.ts';
import { printDifferences } from '../revisions/print-differences.ts';
import { openRevisions } from '../revisions/target-revisions.ts';
import { parseTarget, TARGET_HELP } from '../target-reference.ts';

interface RollbackOptions extends ApiOptions {
  readonly revision: number;
  readonly dryRun?: boolean;
}

export function rollbackCommand(cli: Cli): Command {
  return apiCommand('rollback')
    .summary('Publish an earlier revision again.')
    .description(
      'Publish what an earlier revision of a book or an app build held as its next revision. ' +
        'Nothing is sent, and nothing is lost: what is current now can be published again just so.',
    )
    .argument('<target>', TARGET_HELP)
    .addOption(revisionOption('which one; "dcs revisions" lists them').makeOptionMandatory())
    .option('--dry-run', 'tell what would change, and change nothing')
    .addHelpText(
      'after',
      examples(
        'dcs rollback "Acme/Fizik 5" --revision 6',
        'dcs rollback app:windows/2.4.0 --revision 1 --dry-run',
      ),
    )
    .action((target: string, options: RollbackOptions) => rollback(cli, target, options));
}

async function rollback(cli: Cli, reference: string, options: RollbackOptions): Promise<void> {
  const client = await openApi(cli, options);
  const revisions = await openRevisions(client, parseTarget(reference));
  if (options.dryRun) {
    const span = { from: await revisions.current(), to: options.revision };
    await printDifferences(cli, revisions, { ...span, json: options.json ?? false });
    if (!options.json) await cli.out.text('A dry run: nothing was changed.');
    return;
  }
  const receipt = await revisions.restore(options.revision);
  if (options.json) return cli.out.json(receipt);
  await cli.out.text(publishedText(receipt, client.baseUrl));
}
