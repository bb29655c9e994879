import { MAX_READ_URLS } from '../../../api/contract/read-urls.ts';
import type { PullSource } from './pull-source.ts';

/** Batches kept. A hundred thousand URLs would take some sixty megabytes. */
const MAX_BATCHES = 4;

/** Signed URLs of files that are read roughly in order, asked for in batches and ahead of time. */
export interface ReadUrls {
  /** @param index of the paths */
  of(index: number): Promise<string>;
  /**
   * Another URL, for one that the store refuses: perhaps it has expired.
   * @returns the same one where the API still signs it so
   */
  renew(index: number, stale: string): Promise<string>;
}

type Sign = (paths: readonly string[]) => ReturnType<PullSource['sign']>;

export function createReadUrls(paths: readonly string[], sign: Sign): ReadUrls {
  const batches = new Map<number, Promise<string[]>>();

  function ask(batch: number): Promise<string[]> {
    const begin = batch * MAX_READ_URLS;
    const asked = sign(paths.slice(begin, begin + MAX_READ_URLS));
    batches.set(batch, asked);
    // One that failed is asked for again.
    asked.catch(() => forget(batch, asked));
    for (const old of batches.keys()) {
      if (batches.size <= MAX_BATCHES) break;
      batches.delete(old);
    }
    return asked;
  }

  function forget(batch: number, asked: Promise<string[]>): void {
    if (batches.get(batch) === asked) batches.delete(batch);
  }

  async function of(index: number): Promise<string> {
    const batch = Math.floor(index / MAX_READ_URLS);
    const urls = await (batches.get(batch) ?? ask(batch));
    const isHalfWay = index % MAX_READ_URLS > MAX_READ_URLS / 2;
    const hasNext = (batch + 1) * MAX_READ_URLS < paths.length;
    if (isHalfWay && hasNext && !batches.has(batch + 1)) void ask(batch + 1).catch(() => {});
    const url = urls[index % MAX_READ_URLS];
    if (url === undefined) throw new Error(`There is no path ${index}.`);
    return url;
  }

  return {
    of,
    async renew(index, stale) {
      const batch = Math.floor(index / MAX_READ_URLS);
      const asked = batches.get(batch);
      // Somebody else may have renewed it since.
      if (asked && (await of(index)) === stale) forget(batch, asked);
      return await of(index);
    },
  };
}
