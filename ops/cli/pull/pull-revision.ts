import { CliError } from '../cli-error.ts';
import type { FolderHashes } from '../push/hash-cache.ts';
import { compare, type LocalThing, type PullPlan } from './compare.ts';
import { DiskError } from './disk-error.ts';
import { faultOfFile } from './fetch-error.ts';
import { fetchFiles } from './fetch-files.ts';
import { createFileWriter, setExecutable } from './file-writer.ts';
import { createFolderMaker, type FolderMaker } from './folder-maker.ts';
import { sortLeftovers } from './leftovers.ts';
import { createLocalHashes, type LocalHashes } from './local-hashes.ts';
import { type LocalTree, readLocalTree } from './local-tree.ts';
import { makeLinks } from './make-links.ts';
import { createPatience } from './patience.ts';
import type { PullSource } from './pull-source.ts';
import type { PullWatch } from './pull-watch.ts';
import { createQuickReader } from './quick-reader.ts';
import { createRecentHashes } from './recent-hashes.ts';
import { removeLocal, trulyExtra } from './remove-local.ts';
import { createSliceFetcher } from './slice-fetcher.ts';
import type { WantedFolder } from './wanted-folder.ts';

export interface PullRequest {
  readonly source: PullSource;
  readonly wanted: WantedFolder;
  /** Where the folder really lies. */
  readonly root: string;
  /** Whether what the revision does not have is removed. */
  readonly removes: boolean;
  /** Whether nothing is changed, and only told. */
  readonly dryRun: boolean;
  readonly cache: FolderHashes;
  readonly watch: PullWatch;
}

/** What a pull did, or would do. */
export interface PullOutcome {
  readonly fetched: { readonly files: number; readonly bytes: number };
  /** Files that were here already. */
  readonly unchanged: number;
  /** Links made. */
  readonly links: number;
  /** What the revision does not have and is here still. */
  readonly kept: number;
  readonly removed: number;
  /** Paths that could not be brought → why. */
  readonly faults: ReadonlyMap<string, string>;
}

/**
 * Brings a local folder to a revision. What is whole and right stays whole and right whenever this
 * is stopped, and it goes on where it was when it is run again.
 * @throws CliError
 */
export async function pullRevision(
  request: PullRequest,
  signal: AbortSignal,
): Promise<PullOutcome> {
  const { root, wanted, watch, source } = request;
  const hashes = createLocalHashes(root, request.cache);
  try {
    const isWanted = (path: string) => wanted.files.has(path) || wanted.links.has(path);
    const local = await readLocalTree(root, isWanted, signal);
    watch.begin('Comparing', [...wanted.files.values()]);
    const plan = await compare(
      {
        wanted,
        local,
        hashes,
        keepsUnixTraits: source.keepsUnixTraits,
        onFile({ size }) {
          watch.bytes(size);
          watch.file();
        },
      },
      signal,
    );
    if (request.dryRun) return foreseen(request, plan);
    return await carryOut({ ...request, hashes, local, plan }, signal);
  } finally {
    await hashes.close();
  }
}

function foreseen({ wanted, removes }: PullRequest, plan: PullPlan): PullOutcome {
  const gone = plan.extras.length + plan.inTheWay.length;
  return {
    fetched: {
      files: plan.fetch.length,
      bytes: plan.fetch.reduce((sum, { size }) => sum + size, 0),
    },
    unchanged: plan.right.length,
    links: plan.links.size,
    kept: removes ? 0 : plan.extras.length,
    removed: removes ? gone : 0,
    faults: wanted.unholdable,
  };
}

interface Work extends PullRequest {
  readonly hashes: LocalHashes;
  readonly local: LocalTree;
  readonly plan: PullPlan;
}

async function carryOut(work: Work, signal: AbortSignal): Promise<PullOutcome> {
  const { root, wanted, plan, removes } = work;
  const cleared = clearTheWay(work);
  const folders = createFolderMaker(root);
  for (const path of wanted.directories) folders.make(path);
  const faults = new Map(wanted.unholdable);
  const fetched = await fetchAll({ ...work, folders, faults }, signal);
  for (const file of plan.wrongModes) setExecutable(root, file);
  makeLinks(root, plan.links, folders);
  const extras = trulyExtra(root, plan.extras, wanted);
  const removed = removes ? removeLocal(root, extras) : 0;
  return {
    fetched,
    unchanged: plan.right.length,
    links: plan.links.size,
    kept: removes ? 0 : extras.length,
    removed: cleared + removed,
    faults,
  };
}

/** Removes what stands where a folder, or something else than a folder, belongs. */
function clearTheWay({ root, plan, removes }: Work): number {
  const { inTheWay, extras } = plan;
  if (inTheWay.length === 0) return 0;
  if (!removes) throw standsInTheWay(inTheWay);
  const inside = extras.filter(({ path }) =>
    inTheWay.some((thing) => thing.kind === 'folder' && path.startsWith(`${thing.path}/`)),
  );
  return removeLocal(root, [...inside, ...inTheWay]);
}

function standsInTheWay(things: readonly LocalThing[]): CliError {
  const message =
    'Something of another kind stands where the revision has a file or a folder. Take it away, ' +
    'or have it removed with --delete. Nothing was changed.';
  const problems = things.map(({ path, kind }) => ({ path, detail: `It is a ${kind} here.` }));
  return new CliError('refused', message, { problems });
}

interface Fetching extends Work {
  readonly folders: FolderMaker;
  readonly faults: Map<string, string>;
}

async function fetchAll(work: Fetching, signal: AbortSignal): Promise<PullOutcome['fetched']> {
  const { root, source, plan, hashes, local, watch, folders, faults, cache } = work;
  const controller = new AbortController();
  const either = AbortSignal.any([signal, controller.signal]);
  const reader = createQuickReader();
  const slices = createSliceFetcher();
  const recent = createRecentHashes(root, cache);
  const fetched = { files: 0, bytes: 0 };
  watch.begin('Fetching', plan.fetch);
  try {
    await fetchFiles(
      {
        root,
        hashes,
        reader,
        slices,
        writer: createFileWriter(root, folders),
        signal: either,
        leftovers: sortLeftovers(root, local.leftovers, plan.fetch),
        sign: (paths) => source.sign(paths, either),
        patience: createPatience({ signal: either, onRetry: watch.retry }),
        onBytes: watch.bytes,
        onFile(file) {
          fetched.files += 1;
          fetched.bytes += work.wanted.files.get(file.path)?.size ?? 0;
          recent.add(file);
          watch.file();
        },
        onFault(file, error) {
          if (either.aborted) throw either.reason;
          const fault = faultOfFile(error) ?? nameFault(error);
          if (fault === undefined) throw error;
          faults.set(file.path, fault);
        },
        stop: (reason) => controller.abort(reason),
      },
      plan.fetch,
    );
    return fetched;
  } finally {
    recent.settle();
    reader.close();
    await slices.close();
  }
}

function nameFault(error: unknown): string | undefined {
  return error instanceof DiskError && error.isName ? error.message : undefined;
}
