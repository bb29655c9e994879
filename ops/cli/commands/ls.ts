import type { Command } from 'commander';
import type { NodeBody } from '../../../api/contract/storage.ts';
import { type ApiOptions, openApi } from '../api.ts';
import { type Cli, note } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples, revisionOption } from '../command.ts';
import { countText } from '../quantity-text.ts';
import { openStorage } from '../storage.ts';
import { nodesBelow, nodesIn } from '../storage-nodes.ts';
import { parseStoragePath, STORAGE_PATH_HELP } from '../storage-path.ts';
import { createTable } from '../table.ts';

interface ListOptions extends ApiOptions {
  readonly recursive?: boolean;
  readonly revision?: number;
}

export function lsCommand(cli: Cli): Command {
  return apiCommand('ls')
    .summary('List what a book or an app build holds.')
    .description(
      'List what is in a folder of a book or an app build, drafts too, or the builds of a platform. ' +
        'Folders end in a slash, what may be executed in a star.\n\n' +
        '--json prints one file, folder or link a line.',
    )
    .argument('[place]', `${STORAGE_PATH_HELP}; or app:platform`)
    .option('-R, --recursive', 'every path below, one a line')
    .addOption(revisionOption('of an earlier revision than the current'))
    .addHelpText(
      'after',
      examples(
        'dcs ls "Acme/Fizik 5"',
        'dcs ls "Acme/Fizik 5/audio" -R',
        'dcs ls app:windows',
        'dcs ls app:windows/2.4.0/bin --json',
      ),
    )
    .action((place: string | undefined, options: ListOptions) => list(cli, place, options));
}

async function list(cli: Cli, place: string | undefined, options: ListOptions): Promise<void> {
  if (place === undefined) {
    throw new CliError(
      'usage',
      'Name a book, such as "Acme/Fizik 5", or app:windows. "dcs book ls" lists the books.',
    );
  }
  const at = parseStoragePath(place);
  const storage = await openStorage(await openApi(cli, options), at);
  const path = at.type === 'target' ? at.path : '';
  const pages = options.recursive
    ? nodesBelow(storage, path, options.revision)
    : nodesIn(storage, path, options.revision);
  const print = options.json
    ? jsonPrinter(cli)
    : options.recursive
      ? pathPrinter(cli)
      : tablePrinter(cli);
  let isEmpty = true;
  for await (const nodes of pages) {
    if (nodes.length === 0) continue;
    isEmpty = false;
    await print(nodes);
  }
  if (isEmpty && !options.json) await note(cli, 'There is nothing in it.');
}

type Print = (nodes: readonly NodeBody[]) => Promise<void>;

function jsonPrinter(cli: Cli): Print {
  return (nodes) => cli.out.json(...nodes.map(withoutChildren));
}

function withoutChildren(node: NodeBody): object {
  if (node.type !== 'folder') return node;
  const { children, ...rest } = node;
  return rest;
}

function pathPrinter(cli: Cli): Print {
  return (nodes) =>
    cli.out.text(nodes.map(({ path, type }) => (type === 'folder' ? `${path}/` : path)).join('\n'));
}

function tablePrinter(cli: Cli): Print {
  const table = createTable<NodeBody>([
    { title: 'NAME', value: nameText },
    { title: 'SIZE', value: (node) => (node.type === 'link' ? '-' : countText(node.size)) },
    { title: 'FILES', value: (node) => (node.type === 'folder' ? countText(node.files) : '-') },
    { title: 'TYPE', value: (node) => (node.type === 'file' ? node.content_type : node.type) },
  ]);
  return (nodes) => cli.out.text(table.page(nodes));
}

function nameText(node: NodeBody): string {
  switch (node.type) {
    case 'folder':
      return `${node.name}/`;
    case 'link':
      return `${node.name} -> ${node.target}`;
    case 'file':
      return node.executable ? `${node.name}*` : node.name;
  }
}
