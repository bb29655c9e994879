import type { Command } from 'commander';
import type { Cli } from '../cli.ts';
import { examples, jsonCommand } from '../command.ts';
import { withOperations } from '../operations.ts';

export function opsMigrateCommand(cli: Cli): Command {
  return jsonCommand('migrate')
    .summary('Bring the database to the newest schema.')
    .description(
      'Bring the database that DATABASE_URL names, or the embedded one in DCS_DATA_DIR, to the ' +
        'newest schema. Safe to repeat, and to run on several machines at once.',
    )
    .addHelpText(
      'after',
      examples('dcs ops migrate', 'DATABASE_URL=postgres://… dcs ops migrate --json'),
    )
    .action((options: { readonly json?: boolean }) => migrate(cli, options));
}

async function migrate(cli: Cli, options: { readonly json?: boolean }): Promise<void> {
  const applied = await withOperations(cli, (operations) => operations.migrate());
  if (options.json) return cli.out.json({ applied });
  await cli.out.text(
    applied.length === 0
      ? 'The database is up to date.'
      : applied.map((name) => `Applied ${name}.`).join('\n'),
  );
}
