import { infiniteQueryOptions, queryOptions } from '@tanstack/solid-query';
import type { ContentFolder, WantedDiff, WantedFile, WantedPage } from './content-folder.ts';

/** A revision never changes, so what was read of it stays true. */
const FOR_EVER = {
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
  reconcile: false,
} as const;
/** A signed URL lives six hours at least. */
const URL_FRESH_MS = 3_600_000;

export function treePageQuery(folder: ContentFolder, page: WantedPage) {
  return queryOptions({
    queryKey: [...folder.key, 'tree', page],
    queryFn: ({ signal }) => folder.tree(page, signal),
    ...FOR_EVER,
  });
}

/** Everything a revision holds, flat. For 100,000 files 14 MB: only for who searches or saves. */
export function manifestQuery(folder: ContentFolder, revision: number) {
  return queryOptions({
    queryKey: [...folder.key, 'manifest', revision],
    queryFn: () => folder.manifest(revision),
    ...FOR_EVER,
  });
}

export function fileQuery(folder: ContentFolder, file: WantedFile) {
  return queryOptions({
    queryKey: [...folder.key, 'file', file],
    queryFn: ({ signal }) => folder.node(file, signal),
    ...FOR_EVER,
  });
}

export function fileUrlQuery(folder: ContentFolder, file: WantedFile) {
  return queryOptions({
    queryKey: [...folder.key, 'url', file],
    queryFn: () => folder.signedUrl(file, 'show'),
    staleTime: URL_FRESH_MS,
  });
}

export function revisionsQuery(folder: ContentFolder) {
  return infiniteQueryOptions({
    queryKey: [...folder.key, 'revisions', folder.revision],
    queryFn: ({ pageParam, signal }) => folder.revisions(pageParam, signal),
    initialPageParam: undefined as string | undefined, // of the first page
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
  });
}

export function diffQuery(folder: ContentFolder, { from, to }: WantedDiff) {
  return infiniteQueryOptions({
    queryKey: [...folder.key, 'diff', from, to],
    queryFn: ({ pageParam, signal }) => folder.diff({ from, to, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined, // of the first page
    getNextPageParam: ({ next_cursor }) => next_cursor ?? undefined,
    ...FOR_EVER,
  });
}
