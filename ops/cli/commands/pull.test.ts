import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pusher } from '../../../api/testing/pusher.ts';
import { contentOf, expectedContent } from '../testing/folder-content.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { runDcs } from '../testing/run-dcs.ts';

const MIB = 1024 * 1024;
const CONTENT = {
  'cover.png': randomBytes(5000),
  'units/1/şeker.json': '{}',
  'units/2/\u00e9.json': '{"n":2}',
  'units/日本/😀 + %41.txt': 'x',
  'empty.txt': '',
  'audio/one.mp3': randomBytes(700_000),
  'video/intro.mp4': randomBytes(33 * MIB),
};
const DIRECTORIES = { directories: ['notes', 'units/3/later'] };
const EMPTY = { 'notes/': '', 'units/3/later/': '' };

let desk: PushDesk;
let pusher: Pusher;
let name: string;
let id: string;
let folder: string;

beforeAll(async () => {
  desk = await openPushDesk();
  pusher = desk.pusher;
});
afterAll(() => desk.close());
beforeEach(async () => {
  name = desk.newName();
  id = await desk.makeBook(name);
  folder = path.join(await desk.makeFolder({}), 'pulled');
  takeGets();
});

/** Paths of files the store gave since it was asked last; a part shows as its file. */
function takeGets(): string[] {
  return desk.store.requests
    .splice(0)
    .filter(({ operation, bucket }) => operation === 'GetObject' && bucket === 'books')
    .map(({ key }) => key.split('/').slice(3).join('/'));
}

const pull = (...args: readonly string[]) => desk.dcs('pull', name, folder, ...args);

describe('a book', () => {
  test('comes back byte for byte: any name, empty files and folders, large files', async () => {
    await pusher.push(id, CONTENT, DIRECTORIES);
    const { code, stdout, stderr } = await pull();
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toMatch(
      new RegExp(
        `^${folder} holds revision 1 of ${name}\\.\n` +
          ' {2}fetched {4}7 files, 35\\.3 MB\n {2}as before {2}0 files\n {2}took {7}.* s\n$',
      ),
    );
    expect(await contentOf(folder)).toEqual({ ...expectedContent(CONTENT), ...EMPTY });
    expect(takeGets().sort()).toEqual(
      [...Object.keys(CONTENT), 'video/intro.mp4', 'video/intro.mp4'].sort(),
    );
  });

  test('pulled again fetches nothing', async () => {
    await pusher.push(id, CONTENT, DIRECTORIES);
    await pull();
    takeGets();
    const { stdout } = await pull();
    expect(stdout).toContain('\n  fetched    0 files, 0 bytes\n  as before  7 files\n');
    expect(takeGets()).toEqual([]);
  });

  test('is followed by what changed alone, and an older revision can be had back', async () => {
    await pusher.push(id, { a: '1', 'b/c': '2', 'b/d': '3' });
    await pull();
    await pusher.push(id, { a: '1', 'b/c': 'two', new: '4' });
    takeGets();
    expect((await pull('--delete')).stdout).toContain('\n  removed    1 path\n');
    expect(takeGets().sort()).toEqual(['b/c', 'new']);
    expect(await contentOf(folder)).toEqual({ a: '1', 'b/c': 'two', new: '4' });
    await pull('--revision', '1', '--delete');
    expect(await contentOf(folder)).toEqual({ a: '1', 'b/c': '2', 'b/d': '3' });
  });

  test('goes into a folder of its name where none is named', async () => {
    await pusher.push(id, { a: '1' });
    const there = await desk.makeFolder({});
    const program = await runDcs(['pull', id], { env: desk.env, cwd: there });
    expect(program).toMatchObject({ code: 0 });
    expect(await readdir(there)).toEqual([name.split('/')[1]]);
  });

  test('whose files were harmed here is repaired, though they look the same', async () => {
    await pusher.push(id, { a: 'right', b: 'right too' });
    await pull();
    const harmed = path.join(folder, 'a');
    const { mtime } = await stat(harmed);
    await writeFile(harmed, 'wrong');
    await utimes(harmed, mtime, mtime);
    takeGets();
    expect((await pull()).stdout).toContain('\n  fetched    1 file, 5 bytes\n');
    expect(takeGets()).toEqual(['a']);
    expect(await contentOf(folder)).toEqual({ a: 'right', b: 'right too' });
  });

  test('that is a draft can be pulled, one that was never published cannot', async () => {
    const nothing = await pull();
    expect(nothing).toMatchObject({ code: 4, stdout: '' });
    expect(nothing.stderr).toContain('Nothing was published yet.');
    await expect(stat(folder)).rejects.toThrow('ENOENT');
    await pusher.push(id, { a: '1' });
    await desk.dcs('book', 'set', id, '--status', 'draft');
    expect(await pull()).toMatchObject({ code: 0 });
    expect(await pull('--revision', '9')).toMatchObject({ code: 4 });
  });

  test('of no content leaves an empty folder', async () => {
    await pusher.push(id, { a: '1' });
    await pusher.push(id, {}, { mode: 'merge', remove: ['a'] });
    expect(await pull()).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual({});
  });
});

describe('what is here and not in the revision', () => {
  beforeEach(async () => {
    await pusher.push(id, { 'a/b': '1' });
    await mkdir(path.join(folder, 'a/own/empty'), { recursive: true });
    await writeFile(path.join(folder, 'a/own/notes.txt'), 'mine');
    await writeFile(path.join(folder, 'more.txt'), 'mine');
  });

  test('stays, and is counted', async () => {
    expect((await pull()).stdout).toContain(
      '\n  kept       4 paths that the revision does not have; --delete removes them\n',
    );
    expect(Object.keys(await contentOf(folder))).toHaveLength(4);
  });

  test('goes with --delete', async () => {
    expect((await pull('--delete')).stdout).toContain('\n  removed    4 paths\n');
    expect(await contentOf(folder)).toEqual({ 'a/b': '1' });
  });

  test('is told by a dry run, which changes nothing', async () => {
    const { stdout } = await pull('--delete', '--dry-run');
    expect(stdout).toContain('A dry run: nothing was changed.');
    expect(stdout).toContain('\n  fetched    1 file, 1 byte\n');
    expect(stdout).toContain('\n  removed    4 paths\n');
    expect(takeGets()).toEqual([]);
    await rm(folder, { recursive: true });
    await pull('--dry-run');
    await expect(stat(folder)).rejects.toThrow('ENOENT');
  });
});

test('what the file system cannot hold is named, and the rest is brought', async () => {
  await pusher.push(id, { [`${'long'.repeat(60)}.txt`]: '1', short: '2' });
  // So deep that only the shorter path is one.
  while (folder.length < 3800) folder = path.join(folder, 'x'.repeat(200));
  folder = path.join(folder, 'y'.repeat(4000 - folder.length));
  const { code, stdout, stderr } = await pull();
  expect(code).toBe(1);
  expect(stdout).toContain('\n  fetched    1 file, 1 byte\n');
  expect(stderr).toMatch(/\n {2}(long)+\.txt: .* its name is too long for this file system\.\n/);
  expect(await readFile(path.join(folder, 'short'), 'utf8')).toBe('2');
  expect(await readdir(folder)).toEqual(['short']);
});

test('with --json prints what was done, and nothing else', async () => {
  await pusher.push(id, { a: '1', 'b/c': '22' });
  const { code, stdout, stderr } = await pull('--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    target: { type: 'book', book_id: id, publisher: 'Acme', book_name: name.slice(5) },
    revision: 1,
    folder,
    dry_run: false,
    fetched: { files: 2, bytes: 3 },
    unchanged: 0,
    links: 0,
    kept: 0,
    removed: 0,
    faults: [],
  });
});

describe('a pull', () => {
  test.each([
    { args: ['Nobody'], code: 2, told: 'names no book' },
    { args: ['Acme/Nothing at all'], code: 4, told: 'There is no book Acme/Nothing at all.' },
    { args: ['app:amiga/1.0'], code: 2, told: 'The platforms are windows, macos, linux.' },
    { args: ['app:linux/9.9.9', 'x'], code: 4, told: 'build' },
    { args: ['Acme/X', 'x', '--revision', '0'], code: 2, told: '--revision' },
  ])('of $args ends with $code', async ({ args, code, told }) => {
    const run = await desk.dcs('pull', ...args);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(told);
  });

  test('into a file ends with 2 and leaves the file', async () => {
    await pusher.push(id, { a: '1' });
    await writeFile(folder, 'mine');
    for (const into of [folder, path.join(folder, 'below')]) {
      const { code, stderr } = await desk.dcs('pull', name, into);
      expect(code).toBe(2);
      expect(stderr).toContain(`${into} is no folder`);
    }
  });
});
