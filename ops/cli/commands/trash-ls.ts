import { type Command, Option } from 'commander';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type Cli, note } from '../cli.ts';
import { apiCommand, examples } from '../command.ts';
import { bytesText, countText } from '../quantity-text.ts';
import { createTable } from '../table.ts';
import { trashTitle } from '../trash/find-trash.ts';
import { trashPages } from '../trash/trash-pages.ts';

const DAY_MS = 86_400_000;

interface ListOptions extends ApiOptions {
  readonly query?: string;
  readonly type?: TrashItemBody['type'];
  readonly deletedBy?: string;
}

export function trashLsCommand(cli: Cli): Command {
  return apiCommand('ls')
    .summary('List what is in the trash.')
    .description(
      'List the books and app builds in the trash, what was deleted last first, with the days that ' +
        'are left to each.\n\n--json prints one a line.',
    )
    .option('-q, --query <text>', 'with this text in its name')
    .addOption(new Option('--type <type>', 'of this type').choices(['book', 'build']))
    .option('--deleted-by <email>', 'by this person')
    .addHelpText('after', examples('dcs trash ls', 'dcs trash ls -q fizik --json'))
    .action((options: ListOptions) => list(cli, options));
}

async function list(cli: Cli, options: ListOptions): Promise<void> {
  const table = createTable<TrashItemBody>([
    { title: 'NAME', value: trashTitle },
    { title: 'LEFT', value: leftText },
    { title: 'FILES', value: ({ files }) => countText(files) },
    { title: 'SIZE', value: ({ size }) => bytesText(size) },
    { title: 'DELETED', value: ({ deleted_at }) => deleted_at.slice(0, 16).replace('T', ' ') },
    { title: 'BY', value: ({ deleted_by }) => deleted_by },
    { title: 'ID', value: ({ id }) => id },
  ]);
  let isEmpty = true;
  const { query: q, type, deletedBy: deleted_by } = options;
  for await (const { items } of trashPages(await openApi(cli, options), { q, type, deleted_by })) {
    if (items.length === 0) continue;
    isEmpty = false;
    if (options.json) await cli.out.json(...items);
    else await cli.out.text(table.page(items));
  }
  if (isEmpty && !options.json) await note(cli, 'Nothing in the trash matches.');
}

function leftText({ state, purge_after }: TrashItemBody): string {
  if (state !== 'trashed' || purge_after === null) return state;
  const days = (Date.parse(purge_after) - Date.now()) / DAY_MS;
  return days < 1 ? 'under a day' : `${Math.floor(days)} d`;
}
