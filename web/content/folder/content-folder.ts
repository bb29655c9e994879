import type { ManifestBody } from '../../../api/contract/read-manifest.ts';
import type { ReadUrlsBody } from '../../../api/contract/read-urls.ts';
import type { DiffBody, RevisionBody } from '../../../api/contract/revisions.ts';
import type { FileNodeBody, LinkNodeBody, TreeBody } from '../../../api/contract/storage.ts';
import type { TargetBody } from '../../../api/contract/target.ts';
import type { ReceiptBody } from '../../../api/contract/upload-bodies.ts';

/** A page of a folder: what the tree shows of it, and where the rest begins. */
export interface WantedPage {
  /** Empty for the whole folder. */
  readonly path: string;
  readonly revision: number;
  readonly cursor?: string | undefined;
}

export interface WantedFile {
  readonly path: string;
  readonly revision: number;
}

export interface WantedDiff {
  readonly from: number;
  readonly to: number;
  readonly cursor?: string | undefined;
}

/** The folder of a book or of a build. What both can do stands here; their endpoints differ. */
export interface ContentFolder {
  readonly type: TargetBody['type'];
  /** Begins the keys of all queries of it. */
  readonly key: readonly string[];
  /** What a zip of it is called, without the ending. */
  readonly fileName: string;
  /** The current one; 0 before the first publish. */
  readonly revision: number;
  /** The id of its book or build, by which the audit trail names it. */
  readonly targetId: string;
  /** When that was changed last. */
  readonly updatedAt: string;
  tree(page: WantedPage, signal: AbortSignal): Promise<TreeBody>;
  /** A file without its bytes. */
  node(file: WantedFile, signal: AbortSignal): Promise<FileNodeBody | LinkNodeBody>;
  /** A URL of the store. @param use to show it, or to save it */
  signedUrl(file: WantedFile, use: 'show' | 'save'): Promise<string>;
  /** @param paths at most MAX_READ_URLS */
  signedUrls(paths: readonly string[], revision: number): Promise<ReadUrlsBody['urls']>;
  manifest(revision: number): Promise<ManifestBody>;
  revisions(
    cursor: string | undefined,
    signal: AbortSignal,
  ): Promise<{ readonly items: readonly RevisionBody[]; readonly next_cursor: string | null }>;
  diff(wanted: WantedDiff, signal: AbortSignal): Promise<DiffBody>;
  /** @throws ApiError `upload.revision_conflict` where `base` is not the current one any more */
  restore(revision: number, base: number): Promise<ReceiptBody>;
  /** The address a file streams from, for whoever may read it: of the current revision unless given. */
  streamLink(path: string, revision?: number): string;
}

/** Most nodes the API gives in one answer. */
export const TREE_NODES = 50_000;

/** The address of a storage path. @param segments may hold paths themselves */
export function storageLink(
  baseUrl: string,
  segments: readonly string[],
  revision: number | undefined,
): string {
  const query = revision === undefined ? '' : `?revision=${revision}`;
  return `${baseUrl}/storage/${encodePath(segments)}${query}`;
}

function encodePath(segments: readonly string[]): string {
  return segments
    .flatMap((one) => one.split('/'))
    .filter(Boolean)
    .map(encodeURIComponent)
    .join('/');
}
