import type { Command } from 'commander';
import { getOperation } from '../../../api/contract/operations.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { operationText } from '../operation-text.ts';

export function opShowCommand(cli: Cli): Command {
  return apiCommand('show')
    .summary('Show one operation.')
    .description(
      'Show how far an operation is, and what came of it. --json prints it as the API does.',
    )
    .argument('<operation>', 'its id')
    .addHelpText('after', examples('dcs op show 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: ApiOptions) => show(cli, id, options));
}

async function show(cli: Cli, operation_id: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  const { body } = await client.call(getOperation, { params: { operation_id } });
  if (options.json) return cli.out.json(body);
  await cli.out.text(operationText(body));
}
