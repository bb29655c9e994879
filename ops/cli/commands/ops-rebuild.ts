import type { Command } from 'commander';
import type { RebuiltLibrary } from '../../../api/ops.ts';
import type { Cli } from '../cli.ts';
import { examples, jsonCommand } from '../command.ts';
import { withOperations } from '../operations.ts';
import { createProgressDisplay } from '../progress-display.ts';
import { countedText } from '../quantity-text.ts';

export function opsRebuildCommand(cli: Cli): Command {
  return jsonCommand('rebuild')
    .summary('Make an empty database whole from the store.')
    .description(
      'Make an empty, migrated database whole from the records in bucket meta: publishers, books, ' +
        'builds, folders with all their revisions, and the trash. Moves and purges that were under ' +
        'way go on afterwards. Not in the records, and so not made again: accounts and sessions, ' +
        'audit events, open uploads, receipts, and operations that ended.',
    )
    .addHelpText('after', examples('dcs ops migrate && dcs ops rebuild', 'dcs ops rebuild --json'))
    .action((options: { readonly json?: boolean }) => rebuild(cli, options));
}

async function rebuild(cli: Cli, options: { readonly json?: boolean }): Promise<void> {
  const display = createProgressDisplay(cli, options);
  try {
    const onProgress = ({ files }: { readonly files: number }) =>
      display.show({
        label: 'Rebuilding',
        files: { done: files, total: undefined },
        bytes: { done: 0, total: undefined },
      });
    const needs = { store: true };
    const library = await withOperations(cli, (own) => own.rebuild(onProgress), needs);
    display.end();
    if (options.json) await cli.out.json(library);
    else await cli.out.text(rebuiltText(library));
  } finally {
    display.end();
  }
}

function rebuiltText(library: RebuiltLibrary): string {
  const counts = [
    countedText(library.books, 'book'),
    countedText(library.builds, 'build'),
    countedText(library.files, 'row of files', 'rows of files'),
    countedText(library.trash, 'deletion'),
  ].join(', ');
  const work = countedText(library.operations, 'operation');
  return [
    `Rebuilt ${countedText(library.folders, 'folder')}: ${counts}; ${work} to go on with.`,
    ...library.repairs,
    'Accounts, audit events, open uploads and receipts are not in the records. What to do next:',
    '  dcs admin create-user --email <email>',
    '  dcs ops reconcile',
  ].join('\n');
}
