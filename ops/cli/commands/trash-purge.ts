import type { Command } from 'commander';
import { purgeTrash } from '../../../api/contract/trash.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { openPrompt } from '../prompt.ts';
import { findTrash, trashTitle } from '../trash/find-trash.ts';
import { waitForOperation } from '../wait-for-operation.ts';

interface PurgeOptions extends ApiOptions {
  readonly yes?: boolean;
}

export function trashPurgeCommand(cli: Cli): Command {
  return apiCommand('purge')
    .summary('Destroy what is in the trash before its time.')
    .description(
      'Destroy a book or an app build in the trash, with all its revisions. Nobody can bring it ' +
        'back after that.',
    )
    .argument('<item>', 'its id as "dcs trash ls" prints it, or its name')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples('dcs trash purge "Acme/Fizik 5"'))
    .action((reference: string, options: PurgeOptions) => purge(cli, reference, options));
}

async function purge(cli: Cli, reference: string, options: PurgeOptions): Promise<void> {
  const { json = false, yes = false } = options;
  const client = await openApi(cli, options);
  const item = await findTrash(client, reference);
  const title = trashTitle(item);
  if (!yes) await confirm(cli, title);
  const params = { trash_id: item.id };
  const { body: operation } = await client.call(purgeTrash, { params });
  const done = await waitForOperation(cli, client, { operation, json });
  if (json) return cli.out.json(done);
  await cli.out.text(`${title} is purged.`);
}

/** Has the name typed, so that nobody does it by a slip. */
async function confirm(cli: Cli, title: string): Promise<void> {
  const prompt = openPrompt(cli, 'Add --yes if you mean it.');
  try {
    const typed = await prompt.ask(`This cannot be undone. Type ${title} to destroy it: `);
    if (typed.normalize('NFC').trim() === title) return;
  } finally {
    prompt.close();
  }
  throw new CliError('refused', 'That is not its name. Nothing was destroyed.');
}
