import type { Command } from 'commander';
import { cancelOperation } from '../../../api/contract/operations.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';

export function opCancelCommand(cli: Cli): Command {
  return apiCommand('cancel')
    .summary('Cancel an operation.')
    .description(
      'Cancel an operation where that is safe: publishing, until it is published. What was sent ' +
        'stays, and can be published later. It is no mistake when it was cancelled already.',
    )
    .argument('<operation>', 'its id, as "dcs op ls" prints it')
    .addHelpText('after', examples('dcs op cancel 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: ApiOptions) => cancel(cli, id, options));
}

async function cancel(cli: Cli, operation_id: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  const { body } = await client.call(cancelOperation, { params: { operation_id } });
  if (options.json) return cli.out.json(body);
  await cli.out.text(`Cancelled operation ${body.id}.`);
}
