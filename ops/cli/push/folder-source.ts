import { realpath, stat } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Source } from '../../../api/client/push/source.ts';
import { CliError } from '../cli-error.ts';
import { createDiskPace } from './disk-pace.ts';
import { type FolderProblem, FolderRefusedError } from './folder-refused-error.ts';
import type { LocalEntry } from './local-file.ts';
import {
  type FolderContent,
  readFolder,
  reasonOf,
  type WalkedTree,
  type WalkRules,
} from './read-folder.ts';

/** Folders read side by side. */
const FOLDERS_AT_ONCE = 16;
/** How long a quick disk is read before a signal or a timer gets its turn. */
const TURN_MS = 30;
/** What looking at a file may take that is not waited for: on a network many are better asked for at once. */
const QUICK_LOOK_MS = 0.5;

/** A local folder to push. */
export interface FolderSource extends Source {
  entries(signal: AbortSignal): AsyncIterable<LocalEntry>;
  /** Where it really lies. */
  readonly root: string;
  /** Names left out as litter and how often, of the walk so far. */
  readonly litter: ReadonlyMap<string, number>;
}

/**
 * Opens a folder; a link to one is followed.
 * @throws CliError when it is no folder
 */
export async function openFolder(folder: string, rules: WalkRules): Promise<FolderSource> {
  const root = await rootOf(folder);
  const litter = new Map<string, number>();
  const tree = { root, rules, litter, pace: createDiskPace(QUICK_LOOK_MS), breathe: breather() };
  return { root, litter, entries: (signal) => walk(tree, signal) };
}

async function rootOf(folder: string): Promise<string> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw cannotOpen(folder, cause);
  });
  if ((await stat(root)).isDirectory()) return root;
  throw new CliError('usage', `${folder} is no folder. Give the folder that holds what to push.`);
}

function cannotOpen(folder: string, cause: unknown): CliError {
  const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  if (isMissing) return new CliError('usage', `There is no folder ${folder}.`, { cause });
  return new CliError('refused', `${folder}: ${reasonOf(cause)}.`, { cause });
}

function breather(): () => Promise<void> {
  let turnBegan = performance.now();
  return async () => {
    if (performance.now() - turnBegan <= TURN_MS) return;
    await nextTurn();
    turnBegan = performance.now();
  };
}

interface Tree extends WalkedTree {
  readonly litter: Map<string, number>;
}

async function* walk(tree: Tree, signal: AbortSignal): AsyncGenerator<LocalEntry> {
  tree.litter.clear();
  const problems: FolderProblem[] = [];
  const ahead = [''];
  while (ahead.length > 0) {
    await tree.breathe();
    signal.throwIfAborted();
    const reads = ahead.splice(-FOLDERS_AT_ONCE).map((at) => readFolder(tree, at));
    for (const content of await Promise.all(reads)) {
      yield* content.files;
      yield* content.links;
      if (isEmpty(content)) yield { kind: 'directory', path: content.path };
      append(problems, content.problems);
      append(ahead, content.folders);
      count(tree.litter, content.litter);
    }
  }
  if (problems.length > 0) throw new FolderRefusedError(problems);
}

/** One by one: a call takes no hundred thousand arguments. */
function append<T>(list: T[], more: readonly T[]): void {
  for (const one of more) list.push(one);
}

function count(counts: Map<string, number>, names: readonly string[]): void {
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
}

/** The root needs no entry of its own. */
function isEmpty({ path, files, links, folders }: FolderContent): boolean {
  return path !== '' && files.length + links.length + folders.length === 0;
}
