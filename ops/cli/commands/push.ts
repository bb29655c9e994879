import type { Command } from 'commander';
import { z } from 'zod';
import type { ApiClient } from '../../../api/client/api-client.ts';
import { LITTER_HELP } from '../../../api/client/push/litter.ts';
import type { Push, PushOptions, PushTarget } from '../../../api/client/push/push-types.ts';
import { Channel } from '../../../api/contract/build-names.ts';
import { type ApiOptions, openApi } from '../api.ts';
import type { Cli } from '../cli.ts';
import { apiCommand, examples, parsedWith, repeated } from '../command.ts';
import { interruptible } from '../interrupts.ts';
import { createProgressDisplay, type ProgressDisplay } from '../progress-display.ts';
import { checkPushOptions, type OptionsToCheck } from '../push/check-push-options.ts';
import { findPushTarget } from '../push/find-push-target.ts';
import { type FolderSource, openFolder } from '../push/folder-source.ts';
import { stoppedError, storeError } from '../push/push-errors.ts';
import { withFolderPush } from '../push/push-folder.ts';
import { previewText, receiptText } from '../push/push-report.ts';
import { createPushWatch, type PushWatch } from '../push/push-watch.ts';
import { parseTarget, TARGET_HELP, type TargetReference, targetText } from '../target-reference.ts';

/** Paths of each list that people are shown of a dry run. */
const PREVIEW_PATHS = 20;

interface PushCommandOptions extends ApiOptions, OptionsToCheck {
  readonly dryRun?: boolean;
  readonly baseRevision?: number;
  readonly rehash?: boolean;
  readonly allFiles?: boolean;
}

export function pushCommand(cli: Cli): Command {
  return apiCommand('push')
    .summary('Publish a folder as a book’s or an app build’s content.')
    .description(
      'Publish a folder as the next revision of a book or an app build. What the folder does not ' +
        'hold is removed, unless --merge is given; readers see all of it at once, or nothing. Only ' +
        'what is new or changed is sent. A push that was stopped goes on when the same command is ' +
        'run again.\n\n' +
        'Books hold files and folders; app builds keep symbolic links, and which files may be ' +
        `executed, as well. Left out is what operating systems leave behind: ${LITTER_HELP}.`,
    )
    .argument('<folder>', 'the folder; what it holds is pushed, not the folder itself')
    .argument('<target>', TARGET_HELP)
    .option('--create', 'make the book first if there is none, with these details:')
    .option('--language <tag>', 'its language, such as tr or en-GB')
    .option('--category <category>', 'its category')
    .option('--book-version <version>', 'its version')
    .option('--channel <channel>', 'of a new app build; otherwise stable', parsedWith(Channel))
    .option('--merge', 'keep what the folder does not hold')
    .option('--remove <path>', 'with --merge: a file or folder to remove first', repeated)
    .option('--dry-run', 'tell what would change, and change nothing')
    .option(
      '--base-revision <n>',
      'only if this is the revision now',
      parsedWith(z.coerce.number().int().min(0)),
    )
    .option('--rehash', 'hash every file, also those that look as they did at the last push')
    .option('--all-files', 'take what operating systems leave behind as well')
    .addHelpText(
      'after',
      examples(
        'dcs push ./fizik-5 "Acme/Fizik 5"',
        'dcs push ./fizik-5 "Acme/Fizik 5" --create --language tr --category science --book-version 1.0',
        'dcs push ./fizik-5 "Acme/Fizik 5" --dry-run',
        'dcs push ./errata "Acme/Fizik 5" --merge --remove units/old',
        'dcs push ./dist/FlowBook app:macos/2.4.0 --channel beta',
      ),
    )
    .action((folder: string, target: string, options: PushCommandOptions) =>
      push(cli, { folder, reference: parseTarget(target) }, options),
    );
}

interface Wanted {
  readonly folder: string;
  readonly reference: TargetReference;
}

async function push(cli: Cli, wanted: Wanted, options: PushCommandOptions): Promise<void> {
  const { reference } = wanted;
  checkPushOptions(reference, options);
  // Before anything is made, so that a slip of the keyboard makes nothing.
  const source = await openFolder(wanted.folder, {
    keepsUnixTraits: reference.type === 'build',
    takesLitter: options.allFiles ?? false,
  });
  const client = await openApi(cli, options);
  const display = createProgressDisplay(cli, options);
  const watch = createPushWatch(display);
  const ground = { cli, client, source, display, watch, options };
  try {
    const target = await targetOf(ground, reference);
    const work = options.dryRun ? preview : publish;
    const asked = { source, rehash: options.rehash ?? false, client };
    await withFolderPush(cli, { ...asked, options: pushOptions(ground, target) }, (one) =>
      interruptible(
        () => one.stop(stoppedError(watch.plan())),
        () => work(ground, one),
      ),
    );
  } catch (error) {
    throw storeError(error, watch.plan());
  } finally {
    display.end();
  }
}

interface Ground {
  readonly cli: Cli;
  readonly client: ApiClient;
  readonly source: FolderSource;
  readonly display: ProgressDisplay;
  readonly watch: PushWatch;
  readonly options: PushCommandOptions;
}

async function targetOf(ground: Ground, reference: TargetReference): Promise<PushTarget> {
  const { client, display, options } = ground;
  const { channel, create, dryRun = false } = options;
  const { target, isNew } = await findPushTarget(client, {
    reference,
    dryRun,
    ...(channel === undefined ? {} : { channel }),
    ...(create ? { create: options } : {}),
  });
  if (isNew) await display.note(`created ${targetText(reference)}`);
  const losesTraits = reference.type === 'build' && reference.platform !== 'windows';
  if (losesTraits && process.platform === 'win32') {
    await display.note('Windows cannot tell which files may be executed: none will be.');
  }
  return target;
}

function pushOptions({ watch, options }: Ground, target: PushTarget): PushOptions {
  const { merge, remove, baseRevision } = options;
  return {
    target,
    mode: merge ? 'merge' : 'replace',
    ...(remove ? { remove } : {}),
    ...(baseRevision === undefined ? {} : { baseRevision }),
    onEvent: watch.onEvent,
  };
}

async function publish(ground: Ground, push: Push): Promise<void> {
  const { cli, client, source, display, watch, options } = ground;
  const began = performance.now();
  const receipt = await push.run();
  display.end();
  if (options.json) return cli.out.json(receipt);
  const text = receiptText(receipt, {
    sent: watch.sent(),
    sendingSeconds: watch.sendingSeconds(),
    totalSeconds: (performance.now() - began) / 1000,
    litter: source.litter,
    baseUrl: client.baseUrl,
  });
  await cli.out.text(text);
}

async function preview({ cli, source, display, options }: Ground, push: Push): Promise<void> {
  const found = await push.preview(options.json ? undefined : PREVIEW_PATHS);
  display.end();
  if (options.json) return cli.out.json(found);
  await cli.out.text(previewText(found, source.litter));
}
