import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Pusher } from '../../../api/testing/pusher.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { exitOf, spawnDcs } from '../testing/run-dcs.ts';

const CONTENT = {
  'cover.png': 'x'.repeat(4711),
  'audio/1.mp3': 'one',
  'audio/ünlü harf.mp3': 'two',
  'units/1/deep/page.json': '{}',
};
const DIRECTORIES = { directories: ['notes'] };
/** More than one answer of the API holds. */
const MANY = 20_050;

let desk: PushDesk;
let pusher: Pusher;
let name: string;
let id: string;

beforeAll(async () => {
  desk = await openPushDesk();
  pusher = desk.pusher;
  name = desk.newName();
  id = await desk.makeBook(name);
  await pusher.push(id, CONTENT, DIRECTORIES);
});
afterAll(() => desk.close());

const ls = (...args: readonly string[]) => desk.dcs('ls', ...args);
const nodesIn = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('of a book', () => {
  test('prints one level as a table', async () => {
    expect(await ls(name)).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'NAME       SIZE   FILES  TYPE',
        'audio/     6      2      folder',
        'cover.png  4,711  -      image/png',
        'notes/     0      0      folder',
        'units/     2      1      folder',
        '',
      ].join('\n'),
    });
  });

  test.each(['audio', 'audio/'])('goes into a folder, here %s', async (folder) => {
    const { stdout } = await ls(`${name}/${folder}`);
    expect(stdout).toMatch(/^NAME .*\n1\.mp3 +3 +- +audio\/mpeg\nünlü harf\.mp3 +3 .*\n$/);
  });

  test('is found by its id, and by names in any Unicode form', async () => {
    expect((await ls(`${id}/units/1`)).stdout).toContain('\ndeep/ ');
    const decomposed = `${name}/audio/ünlü harf.mp3`.normalize('NFD');
    expect((await ls(decomposed)).stdout).toContain('\nünlü harf.mp3 ');
  });

  test('with -R prints every path, each folder before what it holds', async () => {
    expect((await ls(name, '-R')).stdout.split('\n')).toEqual([
      'audio/',
      'audio/1.mp3',
      'audio/ünlü harf.mp3',
      'cover.png',
      'notes/',
      'units/',
      'units/1/',
      'units/1/deep/',
      'units/1/deep/page.json',
      '',
    ]);
  });

  test('with --json prints a node a line, as the API has it', async () => {
    const [folder, file] = nodesIn((await ls(name, '--json')).stdout);
    expect(folder).toEqual({ type: 'folder', name: 'audio', path: 'audio', files: 2, size: 6 });
    expect(file).toMatchObject({ type: 'file', path: 'cover.png', size: 4711, added_in: 1 });
    const deep = nodesIn((await ls(`${name}/units`, '-R', '--json')).stdout);
    expect(deep.map(({ path }) => path)).toEqual([
      'units/1',
      'units/1/deep',
      'units/1/deep/page.json',
    ]);
  });

  test('shows a file alone, and says so where a folder is empty', async () => {
    expect((await ls(`${name}/cover.png`)).stdout).toMatch(/\ncover\.png +4,711 /);
    expect((await ls(`${name}/cover.png`, '-R')).stdout).toBe('cover.png\n');
    expect(await ls(`${name}/notes`)).toEqual({
      code: 0,
      stdout: '',
      stderr: 'dcs: There is nothing in it.\n',
    });
  });

  test('shows an older revision, and a draft', async () => {
    const draft = desk.newName();
    const draftId = await desk.makeBook(draft);
    await pusher.push(draftId, { old: '1' });
    await pusher.push(draftId, { new: '2' });
    await desk.dcs('book', 'set', draftId, '--status', 'draft');
    expect((await ls(draft, '-R')).stdout).toBe('new\n');
    expect((await ls(draft, '-R', '--revision', '1')).stdout).toBe('old\n');
  });
});

describe('of more than one answer holds', () => {
  let many: string;
  beforeAll(async () => {
    many = desk.newName();
    const manyId = await desk.makeBook(many);
    // Directories need no bytes, so that they are quick to publish.
    const flat = Array.from({ length: MANY }, (_, n) => `flat/${n}`);
    await pusher.push(manyId, {}, { directories: [...flat, 'other/one', 'other/two'] });
  });

  test('prints all of a folder, page by page', async () => {
    const { stdout } = await ls(`${many}/flat`);
    expect(stdout.match(/\/ /g)).toHaveLength(MANY);
    expect(stdout.match(/^NAME/gm)).toHaveLength(1);
  });

  test('with -R prints all that is below, though the answers leave some out', async () => {
    const paths = (await ls(many, '-R')).stdout.trimEnd().split('\n');
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths).toHaveLength(MANY + 4);
    expect(paths.slice(-3)).toEqual(['other/', 'other/one/', 'other/two/']);
  });

  test('stops without a word when its reader has seen enough', async () => {
    const child = spawnDcs(['ls', many, '-R'], desk.env);
    let stderr = '';
    child.stderr.on('data', (chunk) => {
      stderr += chunk;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    expect(await exitOf(child)).toBe(0);
    expect(stderr).toBe('');
  });
});

describe('of a platform', () => {
  beforeAll(async () => {
    const app = { 'bin/run': { executable: '#!/bin/sh' }, 'readme.txt': 'x' };
    const links = [{ path: 'latest', target: 'bin/run' }];
    await pusher.push({ platform: 'linux', version: '1.0.0' }, app, { links });
    await pusher.push({ platform: 'linux', version: '1.1.0' }, { a: '1' });
  });

  test('lists its builds, the newest first', async () => {
    expect((await ls('app:linux')).stdout).toMatch(
      /^NAME +SIZE +FILES +TYPE\n1\.1\.0\/ +1 +1 +folder\n1\.0\.0\/ +10 +2 +folder\n$/,
    );
    expect((await ls('app:LINUX', '-R')).stdout.split('\n').slice(0, 2)).toEqual([
      '1.1.0/',
      '1.1.0/a',
    ]);
  });

  test('with -R prints all that is in them, though the answers leave some out', async () => {
    const many = Array.from({ length: MANY }, (_, n) => `deep/${n}`);
    await pusher.push({ platform: 'macos', version: '1.0.0' }, { a: '1' });
    await pusher.push({ platform: 'macos', version: '2.0.0' }, {}, { directories: many });
    const paths = (await ls('app:macos', '-R')).stdout.trimEnd().split('\n');
    expect(new Set(paths).size).toBe(MANY + 4);
    expect(paths).toHaveLength(MANY + 4);
    expect(paths.slice(0, 3)).toEqual(['2.0.0/', '2.0.0/deep/', '2.0.0/deep/0/']);
    expect(paths.slice(-2)).toEqual(['1.0.0/', '1.0.0/a']);
  });

  test('marks what may be executed, and shows where links lead', async () => {
    const { stdout } = await ls('app:linux/1.0.0');
    expect(stdout).toMatch(/\nlatest -> bin\/run +- +- +link\n/);
    expect((await ls('app:linux/1.0.0/bin')).stdout).toMatch(/\nrun\* +9 +- /);
  });
});

test.each([
  { args: [], code: 2, told: '"dcs book ls" lists the books.' },
  { args: ['Acme'], code: 2, told: '"Acme" names no book.' },
  { args: ['app:amiga'], code: 2, told: 'They are windows, macos, linux.' },
  { args: ['Acme/Nobody wrote it'], code: 4, told: 'There is no published book' },
  { args: ['Acme/X/../Y'], code: 2, told: 'leave out empty names, "." and ".."' },
  { args: ['app:windows/9.9.9'], code: 4, told: 'no' },
])('of $args ends with $code', async ({ args, code, told }) => {
  const run = await ls(...args);
  expect(run).toMatchObject({ code, stdout: '' });
  expect(run.stderr).toContain(told);
});

test('of a path that is not there ends with 4', async () => {
  const { code, stderr } = await ls(`${name}/nothing`);
  expect(code).toBe(4);
  expect(stderr).toContain('There is no nothing.');
});
