import { createSignal } from 'solid-js';
import type { ApiClient } from '../../../../api/client/api-client.ts';
import { ApiError } from '../../../../api/client/api-error.ts';
import { createPush } from '../../../../api/client/push/create-push.ts';
import type { PushEvent } from '../../../../api/client/push/push-types.ts';
import type { NewBook } from '../../../../api/contract/books.ts';
import type { ManifestErrorCode, ProblemEntryBody } from '../../../../api/contract/errors.ts';
import { BOOK_RULES, buildRules } from '../../../../api/contract/manifest-rules.ts';
import type { UploadPreviewBody } from '../../../../api/contract/upload-bodies.ts';
import type { PickedFolder } from '../folder/picked-folder.ts';
import { type FolderListing, readFolder, sourceOf } from '../folder/read-folder.ts';
import { createBrowserAccess } from '../transfer/browser-access.ts';
import { createDigestCache, type DigestCache } from '../transfer/digest-cache.ts';
import type { SliceHasher } from '../transfer/slice-hasher.ts';
import { createProgressView, type ShownProgress } from '../upload-state/upload-progress.ts';
import { pushTargetOf, type UploadTarget } from '../upload-target.ts';
import { checkFolder, type FolderRefusals } from './check-folder.ts';
import { headRevision } from './head-revision.ts';

/** Paths in each list. */
const LISTED_PATHS = 1000;

/** What a folder is looked at for: a book that is to be made has nothing to compare with. */
export type ReviewedTarget = UploadTarget | { readonly type: 'new-book'; readonly book: NewBook };

/** What an upload would change. */
export interface Changes {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Empty folders that come or go. */
  readonly directories: number;
  readonly sendBytes: number;
  readonly paths: UploadPreviewBody['changes'];
}

export type ReviewResult =
  | {
      readonly kind: 'changes';
      readonly listing: FolderListing;
      readonly changes: Changes;
      /** The revision the folder was compared with. */
      readonly baseRevision: number;
    }
  | { readonly kind: 'refused'; readonly refusals: FolderRefusals }
  | { readonly kind: 'failed'; readonly error: unknown };

/** A look at what an upload would do, before it does any of it. */
export interface Review {
  readonly target: ReviewedTarget;
  readonly folder: PickedFolder;
  readonly digests: DigestCache;
  progress(): ShownProgress;
  /** Undefined while the folder is being read. */
  result(): ReviewResult | undefined;
  stop(): void;
}

export interface ReviewParts {
  readonly api: ApiClient;
  readonly hasher: SliceHasher;
}

/** Reads the folder, checks it, and asks the API what uploading it would change. */
export function startReview(
  parts: ReviewParts,
  { folder, target }: Pick<Review, 'folder' | 'target'>,
): Review {
  const stopping = new AbortController();
  const view = createProgressView();
  const digests = createDigestCache();
  const [result, setResult] = createSignal<ReviewResult>();
  const { signal } = stopping;

  async function look(): Promise<ReviewResult> {
    const listing = await readFolder(folder.root, {
      signal,
      onFound: (found) => view.found(found),
    });
    const refusals = checkFolder(listing, rulesOf(target));
    if (refusals.total > 0) return { kind: 'refused', refusals };
    if (target.type === 'new-book') {
      return { kind: 'changes', listing, changes: allNew(listing), baseRevision: 0 };
    }
    // Asked first: a revision that comes meanwhile is rather doubted than missed.
    const baseRevision = await headRevision(parts.api, target, signal);
    const access = createBrowserAccess({ hasher: parts.hasher, digests });
    const push = createPush(
      { api: parts.api, source: sourceOf(listing), access },
      { target: pushTargetOf(target), onEvent: (event) => follow(event, view.follow) },
    );
    signal.addEventListener('abort', () => push.stop(signal.reason));
    const preview = await push.preview(LISTED_PATHS);
    return { kind: 'changes', listing, changes: changesOf(preview), baseRevision };
  }

  void look()
    .catch(failed)
    .then((found) => signal.aborted || setResult(found));
  return {
    target,
    folder,
    digests,
    progress: view.shown,
    result,
    stop: () => stopping.abort(new DOMException('The review was stopped.', 'AbortError')),
  };
}

/** It was walked before the engine walks what was found. */
function follow(event: PushEvent, tell: (event: PushEvent) => void): void {
  if (event.type !== 'progress' || event.progress.phase !== 'walking') tell(event);
}

function rulesOf(target: ReviewedTarget) {
  return target.type === 'build' ? buildRules(target.platform) : BOOK_RULES;
}

function failed(error: unknown): ReviewResult {
  const isRefusal = error instanceof ApiError && error.code === 'manifest.refused';
  if (!isRefusal) return { kind: 'failed', error };
  const { errors = [], errors_total: total = errors.length } = error.problem;
  return { kind: 'refused', refusals: { entries: errors.map(refusalOf), total } };
}

function refusalOf({ code, path, other, limit, actual }: ProblemEntryBody) {
  return {
    code: code as ManifestErrorCode, // `manifest.refused` holds no others
    ...(path === undefined ? {} : { path }),
    ...(other === undefined ? {} : { other }),
    ...(limit === undefined ? {} : { limit }),
    ...(actual === undefined ? {} : { actual }),
  };
}

function changesOf({ counts, bytes, changes }: UploadPreviewBody): Changes {
  const { added, changed, removed, unchanged } = counts;
  const directories = counts.directories_added + counts.directories_removed;
  return { added, changed, removed, unchanged, directories, sendBytes: bytes.send, paths: changes };
}

function allNew({ files, directories, sizeBytes }: FolderListing): Changes {
  const paths = files.slice(0, LISTED_PATHS).map(({ path }) => path);
  return {
    added: files.length,
    changed: 0,
    removed: 0,
    unchanged: 0,
    directories: directories.length,
    sendBytes: sizeBytes,
    paths: { added: paths, changed: [], removed: [], truncated: files.length > LISTED_PATHS },
  };
}
