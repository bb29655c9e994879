import { LRUCache } from 'lru-cache';
import type { Published } from './published.ts';
import type { Revision, RevisionRow } from './revision-rows.ts';

const MAX_HEADS = 1000;
const MAX_FILES = 20_000;
/** How long a replica may tell of a file, and so give URLs of it, after it was there. */
export const FILE_SECONDS = 3600;

/** What readers ask for again and again, kept by one replica for all of them. */
export interface ReadingCache {
  /** What `find` gave for this place, at most so long ago as the cache was made for. */
  head(place: readonly string[], find: () => Promise<Published>): Promise<Published>;
  /** What `find` gave for a file, at most an hour ago: a revision never changes, but it may go. */
  file(
    revision: Revision,
    path: string,
    find: () => Promise<RevisionRow | undefined>,
  ): Promise<RevisionRow | undefined>;
  /**
   * The URL that was signed last for a file, if it was for the same way of reading it.
   * @param row as this cache gave it
   */
  url(row: RevisionRow, way: readonly unknown[], sign: () => string): string;
}

interface KnownUrl {
  readonly way: string;
  readonly url: string;
}

/**
 * Makes one. Requests do not wait for each other's answers: on an edge runtime none may use what
 * another one's connection brings.
 * @param headMs milliseconds for which a head, and whether readers may see it, is kept; 0 for not at all
 */
export function createReadingCache(headMs: number): ReadingCache {
  // Else a cache reads the clock anew only when a timer fires, which an edge runtime drops with the
  // request that set it.
  const exactly = { ttlResolution: 0 };
  const heads = new LRUCache<string, Published>({ max: MAX_HEADS, ttl: headMs, ...exactly });
  const files = new LRUCache<string, RevisionRow>({
    max: MAX_FILES,
    ttl: FILE_SECONDS * 1000,
    ...exactly,
  });
  const urls = new WeakMap<RevisionRow, KnownUrl>();
  return {
    async head(place, find) {
      if (headMs === 0) return find();
      const key = place.join('/');
      const known = heads.get(key);
      if (known) return known;
      // Its age is counted from before it was asked for.
      const start = performance.now();
      const found = await find();
      heads.set(key, found, { start });
      return found;
    },
    async file({ folderId, revision }, path, find) {
      const key = `${folderId}/${revision}/${path}`;
      const known = files.get(key);
      if (known) return known;
      const start = performance.now();
      const found = await find();
      if (found?.kind === 'file') files.set(key, found, { start });
      return found;
    },
    url(row, ways, sign) {
      const way = ways.join(' ');
      const known = urls.get(row);
      if (known?.way === way) return known.url;
      const url = sign();
      urls.set(row, { way, url });
      return url;
    },
  };
}
