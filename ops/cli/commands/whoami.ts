import type { Command } from 'commander';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { readIdentity } from '../identity.ts';

export function whoamiCommand(cli: Cli): Command {
  return apiCommand('whoami')
    .description('Tell whom the API takes you for.')
    .addHelpText('after', examples('dcs whoami', 'dcs whoami --json'))
    .action((options: ApiOptions) => whoami(cli, options));
}

async function whoami(cli: Cli, options: ApiOptions): Promise<void> {
  const identity = await readIdentity(await openApi(cli, options));
  if (options.json) return cli.out.json(identity);
  await cli.out.text(`${identity.email} (${identity.role}) at ${identity.url}`);
}
