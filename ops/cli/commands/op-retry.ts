import type { Command } from 'commander';
import { retryOperation } from '../../../api/contract/operations.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';

export function opRetryCommand(cli: Cli): Command {
  return apiCommand('retry')
    .summary('Try an operation again that needs a person.')
    .description(
      'Have an operation tried again that failed so often that it needs a person, when what was ' +
        'wrong is mended. "dcs op wait" waits for its end.',
    )
    .argument('<operation>', 'its id, as "dcs op ls --state needs_person" prints it')
    .addHelpText('after', examples('dcs op retry 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: ApiOptions) => retry(cli, id, options));
}

async function retry(cli: Cli, operation_id: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  const { body } = await client.call(retryOperation, { params: { operation_id } });
  if (options.json) return cli.out.json(body);
  await cli.out.text(`Operation ${body.id} is tried again.`);
}
