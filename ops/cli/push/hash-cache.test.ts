import { appendFile, mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import {
  cacheDirectory,
  type FolderHashes,
  type HashCacheOptions,
  journalPath,
  openHashCache,
} from './hash-cache.ts';
import type { LocalFile } from './local-file.ts';

const SHA = 'a'.repeat(64);
const OTHER_SHA = `${'b'.repeat(64)}-40`;
const MET_AT_MS = 1_800_000_000_000;
const LONG_AGO_NS = BigInt(MET_AT_MS - 60_000) * 1_000_000n;

const FILE: LocalFile = {
  kind: 'file',
  path: 'ünite 1/a b.json',
  sizeBytes: 123,
  executable: false,
  mtimeNs: LONG_AGO_NS,
  ctimeNs: LONG_AGO_NS + 5n,
  inode: 42n,
  metAtMs: MET_AT_MS,
};
const named = (at: string): LocalFile => ({ ...FILE, path: at });

let temp: TempFolder;
let options: HashCacheOptions;
const opened: FolderHashes[] = [];
beforeEach(async () => {
  temp = await makeTempFolder();
  options = { directory: path.join(temp.path, 'cache/hashes'), root: '/books/a', fresh: false };
});
afterEach(async () => {
  for (const one of opened.splice(0)) one.close(false);
  await temp.remove();
});

async function open(change: Partial<HashCacheOptions> = {}): Promise<FolderHashes> {
  const cache = await openHashCache({ ...options, ...change });
  opened.push(cache);
  return cache;
}

/** Remembers these as one whole push. */
async function remember(...files: readonly LocalFile[]): Promise<void> {
  const cache = await openHashCache(options);
  for (const file of files) cache.set(file, SHA);
  cache.close(true);
}

const journal = () => readFile(journalPath(options), 'utf8');

describe('what was hashed', () => {
  test('is known at the next push, of one part and of many', async () => {
    const first = await open();
    first.set(FILE, SHA);
    first.set(named('video.mp4'), OTHER_SHA);
    first.close(true);
    const second = await open();
    expect(second.get(FILE)).toBe(SHA);
    expect(second.get(named('video.mp4'))).toBe(OTHER_SHA);
    expect(second.get(named('other'))).toBeUndefined();
  });

  test.each([
    { what: 'size', change: { sizeBytes: 124 } },
    { what: 'size of which it is the beginning', change: { sizeBytes: 12 } },
    { what: 'mtime', change: { mtimeNs: LONG_AGO_NS + 1n } },
    { what: 'ctime', change: { ctimeNs: LONG_AGO_NS + 6n } },
    { what: 'inode', change: { inode: 43n } },
  ])('is not known of a file of another $what', async ({ change }) => {
    await remember(FILE);
    expect((await open()).get({ ...FILE, ...change })).toBeUndefined();
  });

  test('is another folder’s business', async () => {
    await remember(FILE);
    expect((await open({ root: '/books/b' })).get(FILE)).toBeUndefined();
  });

  test('is ignored where all is to be hashed anew, and kept for later', async () => {
    await remember(FILE, named('b'));
    const fresh = await open({ fresh: true });
    expect(fresh.get(FILE)).toBeUndefined();
    fresh.close(false);
    expect((await open()).get(FILE)).toBe(SHA);
  });

  test('replaces what was known', async () => {
    await remember(FILE);
    const second = await open();
    const changed = { ...FILE, mtimeNs: LONG_AGO_NS + 1n };
    second.set(changed, OTHER_SHA);
    second.close(true);
    const third = await open();
    expect(third.get(changed)).toBe(OTHER_SHA);
    expect(third.get(FILE)).toBeUndefined();
  });

  test('can be forgotten', async () => {
    await remember(FILE);
    const second = await open();
    second.forget(FILE.path);
    second.close(false);
    expect((await open()).get(FILE)).toBeUndefined();
  });

  test('is not kept of a file written just before it was met', async () => {
    const fresh = { ...FILE, mtimeNs: BigInt(MET_AT_MS - 2000) * 1_000_000n };
    const later = { ...FILE, path: 'later', mtimeNs: BigInt(MET_AT_MS + 60_000) * 1_000_000n };
    await remember(fresh, later);
    const second = await open();
    expect([second.get(fresh), second.get(later)]).toEqual([undefined, undefined]);
  });

  test('is not kept under a name that would break the journal', async () => {
    await remember(named('a\nb'), FILE);
    expect((await open()).get(FILE)).toBe(SHA);
    expect(await journal()).not.toContain('a\nb');
  });
});

describe('the journal', () => {
  test('holds what was learnt though nobody closed it', async () => {
    const killed = await open();
    for (let n = 0; n < 1000; n += 1) killed.set(named(`f${n}`), SHA);
    const next = await open();
    expect(next.get(named('f0'))).toBe(SHA);
    expect(next.get(named('f500'))).toBe(SHA);
    await expect.poll(journal).toContain(' f999\n');
  });

  test('drops what is gone once that is the greater part, after a whole push alone', async () => {
    await remember(...Array.from({ length: 10 }, (_, n) => named(`f${n}`)));
    const stopped = await open();
    stopped.get(named('f0'));
    stopped.close(false);
    expect(await journal()).toContain('f9');
    const whole = await open();
    whole.get(named('f0'));
    whole.close(true);
    expect(await journal()).toBe(
      `dcs hash cache 1\n123 ${FILE.mtimeNs} ${FILE.ctimeNs} 42 ${SHA} f0\n`,
    );
    expect(await readdir(options.directory)).toHaveLength(1);
  });

  test('cut short in a line keeps the others, and is mended', async () => {
    await remember(named('first'), named('second'));
    await truncate(journalPath(options), (await journal()).length - 3);
    const second = await open();
    expect(second.get(named('first'))).toBe(SHA);
    expect(second.get(named('second'))).toBeUndefined();
    second.set(named('third'), SHA);
    second.close(false);
    expect((await open()).get(named('third'))).toBe(SHA);
  });

  test.each([
    { what: 'empty', text: '' },
    { what: 'nonsense', text: '\u0000\u0001 no journal at all' },
    { what: 'of another kind', text: 'dcs hash cache 2\n1 2 3 4 5 f\n' },
    { what: 'full of lines that are none', text: `dcs hash cache 1\nx\n\n1 2 3\n` },
    {
      what: 'with a hash that is none',
      text: `dcs hash cache 1\n123 ${FILE.mtimeNs} ${FILE.ctimeNs} 42 beef ${FILE.path}\n`,
    },
  ])('that is $what knows nothing and learns again', async ({ text }) => {
    await mkdir(options.directory, { recursive: true });
    await writeFile(journalPath(options), text);
    const cache = await open();
    expect(cache.get(FILE)).toBeUndefined();
    cache.set(FILE, SHA);
    cache.close(true);
    expect((await open()).get(FILE)).toBe(SHA);
  });

  test('is shared by two pushes at once', async () => {
    const [one, two] = [await open(), await open()];
    one.set(named('one'), SHA);
    two.set(named('two'), SHA);
    one.close(false);
    two.close(false);
    const third = await open();
    expect([third.get(named('one')), third.get(named('two'))]).toEqual([SHA, SHA]);
  });

  test('believes its last line', async () => {
    await remember(FILE);
    const stamp = `123 ${FILE.mtimeNs} ${FILE.ctimeNs} 42`;
    await appendFile(journalPath(options), `${stamp} ${'c'.repeat(64)} ${FILE.path}\n`);
    expect((await open()).get(FILE)).toBe('c'.repeat(64));
  });
});

test.each([
  { env: { DCS_CACHE_DIR: '/c' }, platform: 'linux', directory: '/c/hashes' },
  { env: { XDG_CACHE_HOME: '/x' }, platform: 'linux', directory: '/x/dcs/hashes' },
  {
    env: { LOCALAPPDATA: 'C:\\L' },
    platform: 'win32',
    directory: 'C:\\L\\dcs\\hashes',
  },
] as const)('with $env on $platform hashes are in $directory', ({ env, platform, directory }) => {
  expect(cacheDirectory(env, platform)).toBe(directory);
});

test('a relative XDG_CACHE_HOME is ignored', () => {
  expect(cacheDirectory({ XDG_CACHE_HOME: 'x' }, 'linux')).toMatch(/\/\.cache\/dcs\/hashes$/);
});
