import { execFileSync } from 'node:child_process';
import { chmod, mkdir, realpath, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { FolderRefusedError } from './folder-refused-error.ts';
import { openFolder } from './folder-source.ts';
import type { LocalEntry } from './local-file.ts';
import type { WalkRules } from './read-folder.ts';

const BOOK: WalkRules = { keepsUnixTraits: false, takesLitter: false };
const BUILD: WalkRules = { keepsUnixTraits: true, takesLitter: false };
const LATIN1_E_ACUTE = 0xe9;

let temp: TempFolder;
let root: string;
beforeEach(async () => {
  temp = await makeTempFolder();
  root = path.join(temp.path, 'root');
  await mkdir(root);
});
afterEach(() => temp.remove());

async function put(name: string, text = name): Promise<string> {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  return file;
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const held: T[] = [];
  for await (const item of items) held.push(item);
  return held;
}

async function walk(rules = BOOK, signal = new AbortController().signal): Promise<LocalEntry[]> {
  const source = await openFolder(root, rules);
  return all(source.entries(signal));
}

async function walked(rules?: WalkRules) {
  const entries = await walk(rules);
  const told = entries.map((entry) => [entry.path, entry.kind] as const);
  return Object.fromEntries(told.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What the walk refuses: path → why. */
async function refused(rules?: WalkRules) {
  const error = await walk(rules).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FolderRefusedError);
  const { problems } = error as FolderRefusedError; // as was just expected
  return Object.fromEntries(problems.map(({ path: at, detail }) => [at, detail]));
}

describe('a walk', () => {
  test('gives every file with its size and times, at any depth', async () => {
    const file = await put('units/1/deep/a.json', '12345');
    await put('empty.bin', '');
    const [entry] = (await walk()).filter(({ path: at }) => at === 'units/1/deep/a.json');
    const { mtimeNs, ctimeNs, ino } = await stat(file, { bigint: true });
    expect(entry).toMatchObject({
      kind: 'file',
      sizeBytes: 5,
      executable: false,
      mtimeNs,
      ctimeNs,
      inode: ino,
    });
    expect(await walked()).toEqual({ 'empty.bin': 'file', 'units/1/deep/a.json': 'file' });
  });

  test('gives folders only where they are empty', async () => {
    await mkdir(path.join(root, 'a/b/c'), { recursive: true });
    await mkdir(path.join(root, 'notes'));
    await put('a/x.txt');
    expect(await walked()).toEqual({ 'a/b/c': 'directory', 'a/x.txt': 'file', notes: 'directory' });
  });

  test('of an empty folder gives nothing', async () => {
    expect(await walked()).toEqual({});
  });

  test('keeps names as the disk has them, in NFC, in NFD and beyond the first plane', async () => {
    const names = ['çiçek.txt'.normalize('NFC'), 'şeker.txt'.normalize('NFD'), '📚.txt', '\uFFFD'];
    for (const name of names) await put(name);
    expect(Object.keys(await walked()).sort()).toEqual([...names].sort());
  });

  test('goes through many folders with many files', async () => {
    const names = Array.from({ length: 40 }, (_, folder) =>
      Array.from({ length: 100 }, (_, file) => `d${folder}/f${file}`),
    ).flat();
    for (const name of names) await put(name, '');
    expect(Object.keys(await walked()).sort()).toEqual(names.sort());
  });

  test('follows a link to the folder itself, and knows where it really lies', async () => {
    await put('a.txt');
    const link = path.join(temp.path, 'link');
    await symlink(root, link);
    const source = await openFolder(link, BOOK);
    expect(source.root).toBe(await realpath(root));
    expect(await all(source.entries(new AbortController().signal))).toHaveLength(1);
  });

  test('stops when it is told to', async () => {
    await put('a.txt');
    const reason = new Error('enough');
    await expect(walk(BOOK, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});

describe('what operating systems leave behind', () => {
  const litter = ['.DS_Store', 'a/Thumbs.db', 'a/desktop.ini', 'a/Desktop.ini', '._a.txt'];

  test('is left out and counted', async () => {
    for (const name of [...litter, 'a.txt', '.ds_store/kept']) await put(name);
    const source = await openFolder(root, BOOK);
    const entries = await all(source.entries(new AbortController().signal));
    expect(entries.map((entry) => [entry.path, entry.kind]).sort()).toEqual([
      ['.ds_store/kept', 'file'],
      ['a', 'directory'],
      ['a.txt', 'file'],
    ]);
    expect(Object.fromEntries(source.litter)).toEqual({
      '.DS_Store': 1,
      'Thumbs.db': 1,
      'desktop.ini': 1,
      'Desktop.ini': 1,
      '._a.txt': 1,
    });
  });

  test('is taken where that is asked for', async () => {
    for (const name of litter) await put(name);
    expect(Object.keys(await walked({ ...BOOK, takesLitter: true }))).toHaveLength(litter.length);
  });

  test('is no name that begins with ._ by itself', async () => {
    await put('._alone.txt');
    expect(await walked()).toEqual({ '._alone.txt': 'file' });
  });
});

describe('a folder for a book', () => {
  test('is refused for its links, every one of them', async () => {
    await put('a.txt');
    await symlink('a.txt', path.join(root, 'one'));
    await mkdir(path.join(root, 'sub'));
    await symlink('../nowhere', path.join(root, 'sub/two'));
    const why = await refused();
    expect(Object.keys(why)).toEqual(['one', 'sub/two']);
    expect(why.one).toContain('Put what it points at in its place.');
  });

  test('has no executables, whatever the disk says', async () => {
    await chmod(await put('run.sh'), 0o755);
    expect(await walk()).toMatchObject([{ executable: false }]);
  });
});

describe('a folder for an app build', () => {
  test('keeps links as they are, also those to folders and to nothing', async () => {
    await put('A/a.txt');
    await symlink('A', path.join(root, 'Current'));
    await symlink('Current/./gone', path.join(root, 'broken'));
    expect(await walk(BUILD)).toEqual(
      expect.arrayContaining([
        { kind: 'link', path: 'Current', target: 'A' },
        { kind: 'link', path: 'broken', target: 'Current/./gone' },
      ]),
    );
  });

  test('keeps who may execute', async () => {
    await chmod(await put('run'), 0o744);
    await chmod(await put('text'), 0o644);
    const entries = await walk(BUILD);
    const executables = entries.filter((entry) => entry.kind === 'file' && entry.executable);
    expect(executables.map(({ path: at }) => at)).toEqual(['run']);
  });

  test('is refused for a link whose target is no Unicode', async () => {
    await symlink(Buffer.from([LATIN1_E_ACUTE]), path.join(root, 'link'));
    expect((await refused(BUILD)).link).toContain('It points at \\xe9');
  });
});

test('names that are no Unicode are refused by name, and nothing else is', async () => {
  const bytes = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([LATIN1_E_ACUTE])]);
  await writeFile(bytes, '');
  const folder = Buffer.concat([Buffer.from(`${root}/d`), Buffer.from([0xff])]);
  await mkdir(folder);
  await writeFile(Buffer.concat([folder, Buffer.from('/inside')]), '');
  await put('\uFFFD');
  await put('fine');
  const why = await refused();
  expect(Object.keys(why)).toEqual(['caf\\xe9', 'd\\xff']);
  expect(why['caf\\xe9']).toContain('Rename it');
});

test('sockets and pipes are refused, together with all else that is wrong', async () => {
  const server = createServer().listen(path.join(root, 'socket'));
  try {
    execFileSync('sh', ['-c', 'mkfifo "$0"', path.join(root, 'pipe')]);
    await symlink('x', path.join(root, 'link'));
    expect(await refused()).toEqual({
      link: expect.stringContaining('symbolic link'),
      pipe: 'It is a named pipe, not a file. Take it away.',
      socket: 'It is a socket, not a file. Take it away.',
    });
  } finally {
    server.close();
  }
});

test.skipIf(process.getuid?.() === 0)('files and folders we may not read are named', async () => {
  await chmod(await put('closed.txt'), 0o000);
  await put('closed/a.txt');
  await chmod(path.join(root, 'closed'), 0o000);
  try {
    expect(await refused()).toEqual({
      closed: 'It cannot be read: permission denied.',
      'closed.txt': 'It cannot be read: permission denied.',
    });
  } finally {
    await chmod(path.join(root, 'closed'), 0o755);
  }
});

test.each([
  { folder: 'nowhere', why: 'There is no folder' },
  { folder: 'root/a.txt', why: 'is no folder. Give the folder that holds what to push.' },
])('$folder cannot be opened: $why', async ({ folder, why }) => {
  await put('a.txt');
  await expect(openFolder(path.join(temp.path, folder), BOOK)).rejects.toMatchObject({
    outcome: 'usage',
    message: expect.stringContaining(why),
  });
});
