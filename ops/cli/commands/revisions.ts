import type { Command } from 'commander';
import type { RevisionBody } from '../../../api/contract/revisions.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type Cli, note } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { bytesText, countText } from '../quantity-text.ts';
import { openRevisions } from '../revisions/target-revisions.ts';
import { createTable } from '../table.ts';
import { parseTarget, TARGET_HELP } from '../target-reference.ts';

export function revisionsCommand(cli: Cli): Command {
  return apiCommand('revisions')
    .summary('List the revisions of a book or an app build.')
    .description(
      'List the revisions of a book or an app build that are kept, newest first. Each can be ' +
        'compared, pulled, and published again.\n\n' +
        '--json prints one revision a line.',
    )
    .argument('<target>', TARGET_HELP)
    .addHelpText('after', examples('dcs revisions "Acme/Fizik 5"', 'dcs revisions app:macos/2.4.0'))
    .action((target: string, options: ApiOptions) => list(cli, target, options));
}

async function list(cli: Cli, reference: string, options: ApiOptions): Promise<void> {
  const target = parseTarget(reference);
  const revisions = await openRevisions(await openApi(cli, options), target);
  const table = createTable<RevisionBody>([
    { title: 'REVISION', value: ({ revision }) => `${revision}` },
    {
      title: 'PUBLISHED',
      value: ({ published_at }) => published_at.slice(0, 16).replace('T', ' '),
    },
    { title: 'FILES', value: ({ files }) => countText(files) },
    { title: 'SIZE', value: ({ size }) => bytesText(size) },
    { title: 'CHANGES', value: changesText },
    {
      title: 'BY',
      value: (revision) => revision.published_by_email ?? revision.published_by ?? '-',
    },
  ]);
  let isEmpty = true;
  for await (const { items } of revisions.pages()) {
    if (items.length === 0) continue;
    isEmpty = false;
    if (options.json) await cli.out.json(...items);
    else await cli.out.text(table.page(items));
  }
  if (isEmpty && !options.json) await note(cli, 'Nothing was published yet.');
}

/** `+12 ~9 -3, as 4` */
function changesText({ added, changed, removed, restored_from }: RevisionBody): string {
  const counts = `+${countText(added)} ~${countText(changed)} -${countText(removed)}`;
  return restored_from === null ? counts : `${counts}, as ${restored_from}`;
}
