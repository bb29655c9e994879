import type { Command } from 'commander';
import { abortUpload } from '../../../api/contract/uploads.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';

export function uploadAbortCommand(cli: Cli): Command {
  return apiCommand('abort')
    .summary('Give an upload up.')
    .description(
      'Give an upload up: what was sent to it is deleted. What is published stays as it is. It is ' +
        'no mistake when it was given up or had expired already.',
    )
    .argument('<upload>', 'its id, as "dcs push" prints it')
    .addHelpText('after', examples('dcs upload abort 0199a3c1-7b1e-7c52-9d5e-3a1f0c2b4d6e'))
    .action((id: string, options: ApiOptions) => abort(cli, id, options));
}

async function abort(cli: Cli, upload_id: string, options: ApiOptions): Promise<void> {
  const client = await openApi(cli, options);
  await client.call(abortUpload, { params: { upload_id } });
  if (options.json) return cli.out.json({ upload_id, aborted: true });
  await cli.out.text(`Gave up upload ${upload_id}. What was sent to it is deleted.`);
}
