import type { Command } from 'commander';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples, revisionOption } from '../command.ts';
import { openStorage } from '../storage.ts';
import { parseStoragePath, STORAGE_PATH_HELP } from '../storage-path.ts';

interface UrlOptions extends ApiOptions {
  readonly download?: boolean;
  readonly revision?: number;
}

export function urlCommand(cli: Cli): Command {
  return apiCommand('url')
    .summary('Print a URL that plays or downloads one file.')
    .description(
      'Print a URL of one file at the store. Whoever has it can read the file until it expires, ' +
        'some hours later, without signing in; players may seek in it.\n\n' +
        '--json prints {"url":…,"expires_at":…}.',
    )
    .argument('<file>', STORAGE_PATH_HELP)
    .option('--download', 'one that browsers save the file of, rather than show it')
    .addOption(revisionOption('of an earlier revision than the current'))
    .addHelpText(
      'after',
      examples(
        'ffplay "$(dcs url "Acme/Fizik 5/audio/1.mp3")"',
        'curl -o setup.exe "$(dcs url app:windows/2.4.0/setup.exe)"',
      ),
    )
    .action((file: string, options: UrlOptions) => printUrl(cli, file, options));
}

async function printUrl(cli: Cli, file: string, options: UrlOptions): Promise<void> {
  const at = parseStoragePath(file);
  if (at.type === 'platform' || at.path === '') {
    throw new CliError('usage', `"${file}" names no file. Put its path behind, after a slash.`);
  }
  const storage = await openStorage(await openApi(cli, options), at);
  const { url, expires_at } = await storage.sign(at.path, options);
  if (options.json) return cli.out.json({ url, expires_at });
  await cli.out.text(url);
}
