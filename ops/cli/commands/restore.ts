import type { Command } from 'commander';
import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples, repeated, revisionOption } from '../command.ts';
import { type HeldChanges, mergeHeld } from '../merge-held.ts';
import { findMergeTarget } from '../merge-target.ts';
import { publishedText } from '../published-text.ts';
import { openPullSource } from '../pull/pull-source.ts';
import { parseTarget, TARGET_HELP } from '../target-reference.ts';
import { restoreTrash } from '../trash/restore-trash.ts';

interface RestoreOptions extends ApiOptions {
  readonly revision?: number;
  readonly path?: readonly string[];
  readonly as?: string;
}

export function restoreCommand(cli: Cli): Command {
  return apiCommand('restore')
    .summary('Bring back what was deleted: all of it, or files of an earlier revision.')
    .description(
      'Bring a book or an app build back from the trash, to its place or under another name. Its ' +
        'readers see it at once.\n\n' +
        'With --revision and --path, publish some files or folders of an earlier revision again, as ' +
        'they were then, over what is there now; all else stays. Nothing is sent. For all of a ' +
        'revision there is "dcs rollback".',
    )
    .argument('<target>', `${TARGET_HELP}; in the trash, also the id "dcs trash ls" prints`)
    .addOption(revisionOption('which one has them; "dcs revisions" lists them'))
    .option('--path <path>', 'a file or folder of it; may be repeated', repeated)
    .option(
      '--as <name>',
      'come back from the trash as publisher/book_name or app:platform/version',
    )
    .addHelpText(
      'after',
      examples(
        'dcs restore "Acme/Fizik 5"',
        'dcs restore "Acme/Fizik 5" --as "Acme/Fizik 5 (old)"',
        'dcs restore "Acme/Fizik 5" --revision 6 --path units/1.json',
        'dcs restore "Acme/Fizik 5" --revision 6 --path audio --path cover.png',
      ),
    )
    .action((target: string, options: RestoreOptions) => restore(cli, target, options));
}

async function restore(cli: Cli, reference: string, options: RestoreOptions): Promise<void> {
  const { revision, path: paths, as, json = false } = options;
  if (revision === undefined && paths === undefined) {
    return restoreTrash(cli, await openApi(cli, options), { reference, as, json });
  }
  if (as !== undefined) {
    throw new CliError('usage', 'Only what comes back from the trash takes another name by --as.');
  }
  if (revision === undefined || paths === undefined) {
    const advice = 'Give --revision, and --path for each file or folder to bring back.';
    throw new CliError('usage', `${advice} "dcs rollback" brings all of a revision back.`);
  }
  const target = parseTarget(reference);
  const client = await openApi(cli, options);
  const { manifest } = await openPullSource(client, target, revision);
  const entries = entriesAt(manifest, paths.map(normalized));
  const receipt = await mergeHeld(client, {
    target: await findMergeTarget(client, target),
    entries,
    remove: [],
  });
  if (json) return cli.out.json(receipt);
  await cli.out.text(publishedText(receipt, client.baseUrl));
}

/** As the server has it. */
function normalized(path: string): string {
  return path.normalize('NFC').replace(/\/$/, '');
}

/** What the manifest has at some paths, and below them. @throws CliError `missing` for one without */
function entriesAt(manifest: ManifestBody, paths: readonly string[]): HeldChanges['entries'] {
  const isAt = (place: string) => (path: string) => place === path || place.startsWith(`${path}/`);
  const all = entriesOf(manifest);
  const missing = paths.filter((path) => !all.some((entry) => isAt(entry.path)(path)));
  if (missing.length > 0) {
    throw new CliError('missing', `Revision ${manifest.revision} has not all of it.`, {
      problems: missing.map((path) => ({ path, detail: 'There is no such file or folder in it.' })),
    });
  }
  return all.filter((entry) => paths.some(isAt(entry.path)));
}

function entriesOf({ files, directories, links }: ManifestBody): HeldChanges['entries'] {
  return [
    ...files.map(({ path, size, sha256, executable = false }) => {
      return { kind: 'file', path, sizeBytes: size, sha256, executable } as const;
    }),
    ...directories.map((path) => ({ kind: 'directory', path }) as const),
    ...links.map(({ path, target }) => ({ kind: 'link', path, target }) as const),
  ];
}
