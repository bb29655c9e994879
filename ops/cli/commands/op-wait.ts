import type { Command } from 'commander';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { operationText } from '../operation-text.ts';
import { waitForOperation } from '../wait-for-operation.ts';

export function opWaitCommand(cli: Cli): Command {
  return apiCommand('wait')
    .summary('Wait for an operation’s end.')
    .description(
      'Wait for an operation’s end, and show how far it is. The exit code is 0 when it is done; when ' +
        'it failed, was cancelled or needs a person, the reason is printed.\n\n' +
        '--json prints the operation as the API does.',
    )
    .argument('<operation>', 'its id')
    .addHelpText('after', examples('dcs op wait 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: ApiOptions) => waitFor(cli, id, options));
}

async function waitFor(cli: Cli, id: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  const { json = false } = options;
  const operation = await waitForOperation(cli, client, { operation: { id }, json });
  if (json) return cli.out.json(operation);
  await cli.out.text(operationText(operation));
}
