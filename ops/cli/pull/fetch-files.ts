import { partSlice } from '../../../api/contract/part-rule.ts';
import { diskError } from './disk-error.ts';
import { WrongBytesError } from './fetch-error.ts';
import { type FetchTools, fetchWhole } from './fetch-whole.ts';
import type { WrittenFile } from './file-writer.ts';
import type { Leftovers } from './leftovers.ts';
import type { LocalHashes } from './local-hashes.ts';
import { isParted, missingParts, openParted, type PartedFile } from './parted-file.ts';
import type { Patience } from './patience.ts';
import { createReadUrls, type ReadUrls } from './read-urls.ts';
import { StoreAnswerError } from './store-reader.ts';
import type { WantedFile } from './wanted-folder.ts';

/** Small files waiting for their turn; how many really go at once, the pace decides. */
const WHOLE_AT_ONCE = 128;
/** One after the other would leave the line idle at the end of each. */
const PARTED_AT_ONCE = 2;
const PARTS_AT_ONCE = 32;
/** How often bytes that do not have their SHA-256 are asked for. */
const ATTEMPTS = 3;

/** What many files are fetched with. */
export interface FetchGround extends FetchTools {
  readonly root: string;
  readonly hashes: LocalHashes;
  readonly leftovers: Leftovers;
  readonly sign: (paths: readonly string[]) => Promise<string[]>;
  readonly patience: Patience;
  /** Told of each file that is in its place. */
  readonly onFile: (file: WrittenFile) => void;
  /** Decides what an error of one file comes to; throws what stops all. */
  readonly onFault: (file: WantedFile, error: unknown) => void;
  /** Aborts the signal. */
  readonly stop: (reason: unknown) => void;
}

/** Brings files from the store. When it ends, nothing is under way. @throws what `onFault` throws */
export async function fetchFiles(ground: FetchGround, files: readonly WantedFile[]): Promise<void> {
  const parted = files.filter(isParted);
  const whole = files.filter((file) => !isParted(file));
  const all = [
    ...lanes(ground, { files: parted, count: PARTED_AT_ONCE, fetch: fetchParted }),
    ...lanes(ground, { files: whole, count: WHOLE_AT_ONCE, fetch: fetchOne }),
  ];
  try {
    await Promise.all(all);
  } catch (error) {
    ground.stop(error);
    throw error;
  } finally {
    await Promise.allSettled(all);
  }
}

/** One of the files that are fetched in a row. */
interface Place {
  readonly file: WantedFile;
  readonly index: number;
  readonly urls: ReadUrls;
}

interface Lanes {
  readonly files: readonly WantedFile[];
  readonly count: number;
  readonly fetch: (ground: FetchGround, place: Place) => Promise<WrittenFile>;
}

function lanes(ground: FetchGround, { files, count, fetch }: Lanes): Promise<void>[] {
  const paths = files.map(({ path }) => path);
  const urls = createReadUrls(paths, ground.sign);
  const queue = files.entries();
  async function lane(): Promise<void> {
    for (const [index, file] of queue) {
      ground.signal.throwIfAborted();
      try {
        ground.onFile(await fetch(ground, { file, index, urls }));
      } catch (error) {
        ground.onFault(file, error);
      }
    }
  }
  return Array.from({ length: Math.min(count, files.length) }, lane);
}

function fetchOne(ground: FetchGround, place: Place): Promise<WrittenFile> {
  const { file } = place;
  return ground.patience.run(
    () => withUrl(place, (url) => fetchWhole(ground, file, url)),
    file.size,
  );
}

/** Asks for another URL where the store refuses one, as it does when it has expired. */
async function withUrl<T>({ urls, index }: Place, use: (url: string) => Promise<T>): Promise<T> {
  const url = await urls.of(index);
  try {
    return await use(url);
  } catch (error) {
    if (!(error instanceof StoreAnswerError) || error.status !== 403) throw error;
    const renewed = await urls.renew(index, url);
    if (renewed === url) throw error;
    return await use(renewed);
  }
}

async function fetchParted(ground: FetchGround, place: Place): Promise<WrittenFile> {
  const { file } = place;
  for (let attempt = 1; ; attempt += 1) {
    const leftover = attempt === 1 ? ground.leftovers.of(file) : undefined;
    const parted = await openParted(ground, file, leftover);
    const begun = bytesOf(file, parted);
    ground.onBytes(begun);
    try {
      await fetchParts(ground, place, parted);
      return parted.finish();
    } catch (error) {
      parted.leave();
      ground.onBytes(-bytesOf(file, parted));
      if (attempt === ATTEMPTS || !(error instanceof WrongBytesError)) throw error;
    }
  }
}

function bytesOf({ size }: WantedFile, { digests }: PartedFile): number {
  let bytes = 0;
  for (const part of digests.keys()) bytes += partSlice(size, part)?.size ?? 0;
  return bytes;
}

async function fetchParts(ground: FetchGround, place: Place, parted: PartedFile): Promise<void> {
  const { file } = place;
  const queue = missingParts(file, parted).values();
  let isOver = false;
  async function lane(): Promise<void> {
    for (const part of queue) {
      if (isOver) return;
      await ground.patience.run(
        () => withUrl(place, (url) => fetchPart(ground, { parted, part, url })),
        partSlice(file.size, part)?.size ?? 0,
      );
    }
  }
  const all = Array.from({ length: PARTS_AT_ONCE }, () =>
    lane().catch((error: unknown) => {
      isOver = true;
      throw error;
    }),
  );
  try {
    await Promise.all(all);
  } finally {
    // Before the file is closed, nobody may be writing to it.
    await Promise.allSettled(all);
  }
}

interface PartToFetch {
  readonly parted: PartedFile;
  readonly part: number;
  readonly url: string;
}

async function fetchPart(ground: FetchGround, { parted, part, url }: PartToFetch): Promise<void> {
  const { slices, signal, onBytes } = ground;
  const { fd, file } = parted.temp;
  const slice = partSlice(file.size, part);
  if (!slice) throw new Error(`${file.path} has no part ${part}.`);
  try {
    parted.add(part, await slices.fetch({ url, fd, ...slice }, signal, onBytes));
  } catch (error) {
    throw diskError(file.path, error, 'written');
  }
}
