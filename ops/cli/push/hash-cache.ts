import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import type { HashCache } from '../../../api/client/push/source.ts';
import type { Environment } from '../cli.ts';
import { journalLine, readJournal, writeJournal } from './hash-journal.ts';
import type { LocalFile } from './local-file.ts';

const FLUSH_LINES = 256;
const FLUSH_MS = 250;
/**
 * A file written this short before it was met may be written again within the same tick of its
 * file system's clock, and look the same. FAT's tick, 2 s, is the longest.
 */
const TICK_MS = 2500;
const NS_PER_MS = 1_000_000n;

const SHA256 = /^[0-9a-f]{64}(?:-\d+)?$/;
/** In place of what was known: no file is like this. */
const FORGOTTEN = '0 0 0 0 -';

/** Hashes of one folder's files, kept on disk between pushes. A disk that fails is no failure. */
export interface FolderHashes extends HashCache<LocalFile> {
  /** Forgets a file whose hash proved wrong. */
  forget(path: string): void;
  /**
   * Writes what is not written yet.
   * @param isWhole whether every file of the folder was asked for, so that others may be dropped
   */
  close(isWhole: boolean): void;
}

export interface HashCacheOptions {
  /** Where journals are kept. */
  readonly directory: string;
  /** The folder pushed, where it really lies. */
  readonly root: string;
  /** Whether what is known is ignored, and learnt anew. */
  readonly fresh: boolean;
}

/**
 * Where hashes are kept: DCS_CACHE_DIR, or the user's cache by the XDG base directory specification,
 * or LOCALAPPDATA on Windows.
 */
export function cacheDirectory(env: Environment, platform = process.platform): string {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  if (env.DCS_CACHE_DIR) return join(env.DCS_CACHE_DIR, 'hashes');
  if (platform === 'win32' && env.LOCALAPPDATA) return join(env.LOCALAPPDATA, 'dcs', 'hashes');
  const xdg = env.XDG_CACHE_HOME;
  const base = xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache');
  return join(base, 'dcs', 'hashes');
}

/** The journal of one folder. */
export function journalPath({ directory, root }: HashCacheOptions): string {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 32);
  return path.join(directory, `${name}.txt`);
}

/**
 * Opens the hashes of a folder.
 * @throws what the file system throws; a push can do without
 */
export async function openHashCache(options: HashCacheOptions): Promise<FolderHashes> {
  await makeDirectory(options.directory);
  const file = journalPath(options);
  const journal = readJournal(file);
  if (!journal.isSound) writeJournal(file, journal.known);
  const known = options.fresh ? new Map<string, string>() : journal.known;
  return createFolderHashes(file, { known, lines: journal.lines });
}

/** Knows nothing and keeps nothing. */
export function noHashCache(): FolderHashes {
  return { get: () => undefined, set() {}, forget() {}, close() {} };
}

async function makeDirectory(directory: string): Promise<void> {
  // A home that is not there, as some services have it, is not made.
  if (directory.startsWith(homedir())) await stat(homedir());
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

interface Held {
  /** Path → stamp and hash. */
  readonly known: Map<string, string>;
  /** Of the journal. */
  lines: number;
}

function createFolderHashes(file: string, held: Held): FolderHashes {
  const { known } = held;
  const used = new Map<string, string>();
  const journal = openSync(file, 'a');
  let unwritten: string[] = [];
  let flushDue: NodeJS.Timeout | undefined;

  function add(filePath: string, value: string): void {
    known.set(filePath, value);
    unwritten.push(journalLine(filePath, value));
    held.lines += 1;
    // So a push that is killed loses what it learnt in the last moment alone.
    if (unwritten.length >= FLUSH_LINES) flush();
    else flushDue ??= setTimeout(flush, FLUSH_MS).unref();
  }

  function flush(): void {
    clearTimeout(flushDue);
    flushDue = undefined;
    const text = unwritten.join('');
    unwritten = [];
    quietly(() => writeSync(journal, text));
  }

  return {
    get(met) {
      const value = known.get(met.path);
      const stamp = `${stampOf(met)} `;
      if (!value?.startsWith(stamp)) return undefined;
      const sha256 = value.slice(stamp.length);
      if (!SHA256.test(sha256)) return undefined;
      used.set(met.path, value);
      return sha256;
    },
    set(met, sha256) {
      if (isTooFresh(met) || /\p{Cc}/u.test(met.path)) return;
      const value = `${stampOf(met)} ${sha256}`;
      used.set(met.path, value);
      add(met.path, value);
    },
    forget(filePath) {
      used.delete(filePath);
      if (known.has(filePath)) add(filePath, FORGOTTEN);
    },
    close(isWhole) {
      flush();
      quietly(() => closeSync(journal));
      if (isWhole && held.lines > 2 * used.size) quietly(() => writeJournal(file, used));
    },
  };
}

/** What tells a file from what it was before. */
function stampOf({ sizeBytes, mtimeNs, ctimeNs, inode }: LocalFile): string {
  return `${sizeBytes} ${mtimeNs} ${ctimeNs} ${inode}`;
}

/** As git's index has it: what was just written may be written again and look the same. */
function isTooFresh({ mtimeNs, metAtMs }: LocalFile): boolean {
  return Number(mtimeNs / NS_PER_MS) + TICK_MS > metAtMs;
}

function quietly(write: () => void): void {
  try {
    write();
  } catch {
    // The disk is full or gone: the next push hashes again.
  }
}
