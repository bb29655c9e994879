import path from 'node:path';
import type { Command } from 'commander';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { CliError } from '../cli-error.ts';
import { apiCommand, examples, revisionOption } from '../command.ts';
import { interruptible } from '../interrupts.ts';
import { createProgressDisplay, type ProgressDisplay } from '../progress-display.ts';
import { openRoot } from '../pull/open-root.ts';
import { faultsError, storeError } from '../pull/pull-errors.ts';
import { pullBody, pullText } from '../pull/pull-report.ts';
import { type PullOutcome, pullRevision } from '../pull/pull-revision.ts';
import { openPullSource, type PullSource } from '../pull/pull-source.ts';
import { createPullWatch, type PullWatch } from '../pull/pull-watch.ts';
import { wantedFolder } from '../pull/wanted-folder.ts';
import { cacheDirectory, noHashCache, openHashCache } from '../push/hash-cache.ts';
import { parseTarget, TARGET_HELP, type TargetReference } from '../target-reference.ts';

interface PullOptions extends ApiOptions {
  readonly revision?: number;
  readonly delete?: boolean;
  readonly dryRun?: boolean;
  readonly rehash?: boolean;
}

export function pullCommand(cli: Cli): Command {
  return apiCommand('pull')
    .summary('Bring a folder to what is published.')
    .description(
      'Bring a local folder to the published revision of a book or an app build. Only what is not ' +
        'there yet, or differs, is fetched; every file is held against its SHA-256 before it takes ' +
        'its place. A pull that was stopped goes on when the same command is run again.\n\n' +
        'What the revision does not have stays, unless --delete is given.',
    )
    .argument('<target>', TARGET_HELP)
    .argument('[folder]', 'where to; otherwise a folder here, called as the book or the version')
    .addOption(revisionOption('an earlier one than the current'))
    .option('--delete', 'remove what the revision does not have')
    .option('--dry-run', 'tell what would change, and change nothing')
    .option('--rehash', 'hash every local file, also those that look as they did')
    .addHelpText(
      'after',
      examples(
        'dcs pull "Acme/Fizik 5"',
        'dcs pull "Acme/Fizik 5" ./fizik-5 --delete',
        'dcs pull app:macos/2.4.0 ./FlowBook --revision 2',
      ),
    )
    .action((target: string, folder: string | undefined, options: PullOptions) =>
      pull(cli, { reference: parseTarget(target), folder }, options),
    );
}

interface Asked {
  readonly reference: TargetReference;
  readonly folder: string | undefined;
}

async function pull(cli: Cli, asked: Asked, options: PullOptions): Promise<void> {
  const began = performance.now();
  const client = await openApi(cli, options);
  const source = await openPullSource(client, asked.reference, options.revision);
  const folder = asked.folder ?? defaultFolder(source);
  const display = createProgressDisplay(cli, options);
  try {
    const outcome = await run(cli, { source, folder, display }, options);
    display.end();
    const seconds = (performance.now() - began) / 1000;
    const summary = { source, folder, outcome, dryRun: options.dryRun ?? false, seconds };
    if (options.json) await cli.out.json(pullBody(summary));
    else await cli.out.text(pullText(summary));
    if (outcome.faults.size > 0) throw faultsError(outcome.faults);
  } finally {
    display.end();
  }
}

interface Ground {
  readonly source: PullSource;
  readonly folder: string;
  readonly display: ProgressDisplay;
}

async function run(cli: Cli, ground: Ground, options: PullOptions): Promise<PullOutcome> {
  const { source, folder, display } = ground;
  const wanted = wantedFolder(source.manifest, source.rules);
  const dryRun = options.dryRun ?? false;
  const root = await openRoot(folder, !dryRun);
  const watch = createPullWatch(display);
  const cache = await cacheOf(cli, root, options.rehash ?? false);
  const controller = new AbortController();
  let isWhole = false;
  try {
    const request = {
      source,
      wanted,
      root,
      removes: options.delete ?? false,
      dryRun,
      cache,
      watch,
    };
    const outcome = await interruptible(
      () => controller.abort(stopped(watch)),
      () => pullRevision(request, controller.signal),
    );
    isWhole = true;
    return outcome;
  } catch (error) {
    throw storeError(error, watch.progress());
  } finally {
    cache.close(isWhole);
  }
}

/** A cache that cannot be kept is done without. */
function cacheOf(cli: Cli, root: string, fresh: boolean) {
  return openHashCache({ directory: cacheDirectory(cli.env), root, fresh }).catch(noHashCache);
}

/** @throws CliError where the name cannot be one here, whoever gave it */
function defaultFolder({ folderName }: PullSource): string {
  if (path.basename(folderName) === folderName && !/^\.*$/.test(folderName)) return folderName;
  throw new CliError('usage', `No folder here can be called "${folderName}". Name one.`);
}

function stopped(watch: PullWatch): CliError {
  const { done, total } = watch.progress().files;
  const far = total === undefined || total === 0 ? '' : ` after ${done} of ${total} files`;
  return new CliError(
    'interrupted',
    `Stopped${far}. What is here stays: run the same command again to go on.`,
  );
}
