import type { Command } from 'commander';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { ApiError } from '../../../api/client/api-error.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples } from '../command.ts';
import { mergeHeld } from '../merge-held.ts';
import { findMergeTarget } from '../merge-target.ts';
import { publishedText } from '../published-text.ts';
import { openStorage } from '../storage.ts';
import { parseStoragePath, STORAGE_PATH_HELP, type StoragePath } from '../storage-path.ts';
import { type TargetReference, targetText } from '../target-reference.ts';
import { deleteTarget } from '../trash/delete-target.ts';

export function rmCommand(cli: Cli): Command {
  return apiCommand('rm')
    .summary('Remove a book or an app build, or files and folders of one.')
    .description(
      'Publish a book or an app build without some of its files or folders. Earlier revisions keep ' +
        'them: "dcs restore" brings single ones back, "dcs rollback" all of a revision.\n\n' +
        'Without a path the whole of it is moved to the trash, from where "dcs restore" brings it ' +
        'back as long as its days last.',
    )
    .argument('<place...>', STORAGE_PATH_HELP)
    .addHelpText(
      'after',
      examples(
        'dcs rm "Acme/Fizik 5/units/old"',
        'dcs rm "Acme/Fizik 5/a.mp3" "Acme/Fizik 5/b.mp3"',
        'dcs rm app:windows/2.4.0/debug',
        'dcs rm "Acme/Fizik 5"',
      ),
    )
    .action((places: readonly string[], options: ApiOptions) => remove(cli, places, options));
}

interface Doomed {
  readonly target: TargetReference;
  /** In it; none for the whole. */
  readonly paths: readonly string[];
}

async function remove(cli: Cli, places: readonly string[], options: ApiOptions): Promise<void> {
  const { target, paths } = parsePlaces(places);
  if (paths.length === 0) {
    const client = await openApi(cli, options);
    return deleteTarget(cli, client, { target, json: options.json ?? false });
  }
  const client = await openApi(cli, options);
  await requireThere(client, { target, paths });
  const receipt = await mergeHeld(client, {
    target: await findMergeTarget(client, target),
    entries: [],
    remove: paths,
  });
  if (options.json) return cli.out.json(receipt);
  await cli.out.text(publishedText(receipt, client.baseUrl));
}

function parsePlaces(places: readonly string[]): Doomed {
  const parsed = places.map((place) => parsePlace(place));
  const targets = new Set(parsed.map(({ target }) => targetText(target)));
  const [first] = parsed;
  if (!first || targets.size > 1) {
    throw new CliError('usage', 'All places must lie in one book, or in one app build.');
  }
  const paths = parsed.map(({ path }) => path);
  if (paths.length === 1 && first.path === '') return { target: first.target, paths: [] };
  if (!paths.includes('')) return { target: first.target, paths };
  throw new CliError(
    'usage',
    'Remove the whole of it, or some of what it holds; not both at once.',
  );
}

function parsePlace(place: string): Extract<StoragePath, { type: 'target' }> {
  const at = parseStoragePath(place);
  if (at.type === 'target') return at;
  throw new CliError(
    'usage',
    `"${place}" names all builds of a platform. Name one by its version.`,
  );
}

/** A merge would pass over what is not there. */
async function requireThere(client: ApiClient, { target, paths }: Doomed): Promise<void> {
  const storage = await openStorage(client, { type: 'target', target, path: '' });
  const missing: string[] = [];
  for (const path of paths) {
    await storage.look(path, { depth: 1 }).catch((error: unknown) => {
      if (!(error instanceof ApiError) || error.code !== 'storage.not_found') throw error;
      missing.push(path);
    });
  }
  if (missing.length === 0) return;
  throw new CliError('missing', `Nothing was removed from ${targetText(target)}.`, {
    problems: missing.map((path) => ({ path, detail: 'There is no such file or folder.' })),
  });
}
