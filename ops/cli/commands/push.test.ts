import { randomBytes } from 'node:crypto';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPushDesk, type PushDesk, writeContent } from '../testing/push-desk.ts';

const MIB = 1024 * 1024;
const DETAILS = ['--language', 'tr', '--category', 'science', '--book-version', '1.0'];

let desk: PushDesk;
let name: string;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterAll(() => desk.close());
beforeEach(() => {
  name = desk.newName();
  desk.takePuts();
});

const pathsOf = ({ files }: { files: readonly { path: string }[] }) =>
  files.map(({ path: at }) => at);

describe('a book', () => {
  const CONTENT = {
    'cover.png': randomBytes(5000),
    'units/1/şeker.json': '{}',
    'units/2/e\u0301.json': '{"n":2}',
    'empty.txt': '',
    'audio/large.mp3': randomBytes(700_000),
    'video/intro.mp4': randomBytes(33 * MIB),
    'notes/': '',
  };

  test('is made, pushed and read back byte for byte', async () => {
    const folder = await desk.makeFolder(CONTENT);
    const { code, stdout, stderr } = await desk.dcs('push', folder, name, '--create', ...DETAILS);
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    expect(stdout).toMatch(
      new RegExp(
        `^Published revision 1 of ${name}\\.\n` +
          ' {2}content {3}6 files, 35\\.3 MB\n' +
          ' {2}changes {3}6 added, 1 empty folder added\n' +
          ' {2}sent {6}6 files, 35\\.3 MB in .* s \\(.*/s\\)\n' +
          ' {2}took {6}.* s\n' +
          ` {2}tree {6}${desk.api.url}/storage/books/${encodeURI(name)}\n` +
          ' {2}upload {4}[0-9a-f-]{36}\n$',
      ),
    );
    expect(stderr).toContain(`dcs: created ${name}\n`);
    expect(stderr).toMatch(/dcs: upload [0-9a-f-]{36}: 6 files to send, 35\.3 MB\n/);
    expect(desk.takePuts().sort()).toEqual([
      'audio/large.mp3',
      'cover.png',
      'empty.txt',
      'units/1/şeker.json',
      'units/2/\u00e9.json',
      'video/intro.mp4#1',
      'video/intro.mp4#2',
      'video/intro.mp4#3',
    ]);
    for (const [file, bytes] of Object.entries(CONTENT)) {
      if (file.endsWith('/')) continue;
      const place = `/storage/books/${name}/${file}`.split('/').map(encodeURIComponent).join('/');
      expect((await desk.read(place)).equals(Buffer.from(bytes))).toBe(true);
    }
  });

  test('pushed again unchanged sends nothing and makes no revision', async () => {
    const folder = await desk.makeFolder(CONTENT);
    await desk.dcs('push', folder, name, '--create', ...DETAILS);
    desk.takePuts();
    const again = await desk.dcs('push', folder, name, '--create');
    expect(again.code).toBe(0);
    expect(again.stdout).toContain('\n  changes   6 as before\n');
    expect(again.stdout).toContain('\n  sent      nothing: it was all there\n');
    expect(desk.takePuts()).toEqual([]);
  });

  test('changes by what changed alone', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1', b: '2', 'c/d': '3', 'e/f': '4' });
    await desk.dcs('push', folder, name);
    desk.takePuts();
    await writeContent(folder, { a: 'changed', new: '5' });
    await rm(path.join(folder, 'c'), { recursive: true });
    const { stdout } = await desk.dcs('push', folder, name);
    expect(stdout).toContain('\n  changes   1 added, 1 changed, 1 removed, 2 as before\n');
    expect(desk.takePuts().sort()).toEqual(['a', 'new']);
    expect(pathsOf(await desk.manifest(`/books/${id}/manifest`))).toEqual(['a', 'b', 'e/f', 'new']);
  });

  test('is found by its id as well', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1' });
    expect(await desk.dcs('push', folder, id)).toMatchObject({ code: 0 });
  });

  test('keeps empty folders, and loses them again', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1', 'x/y/': '' });
    await desk.dcs('push', folder, name);
    expect((await desk.manifest(`/books/${id}/manifest`)).directories).toEqual(['x/y']);
    await rm(path.join(folder, 'x'), { recursive: true });
    const { stdout } = await desk.dcs('push', folder, name);
    expect(stdout).toContain('1 as before, 1 empty folder removed');
  });

  test('is merged: what the folder lacks stays, what --remove names goes', async () => {
    const id = await desk.makeBook(name);
    await desk.dcs('push', await desk.makeFolder({ a: '1', b: '2', 'c/d': '3', e: '4' }), name);
    const errata = await desk.makeFolder({ b: 'new', f: '5' });
    const args = ['--merge', '--remove', 'c', '--remove', 'e', '--json'];
    const { stdout } = await desk.dcs('push', errata, name, ...args);
    expect(JSON.parse(stdout).counts).toMatchObject({ added: 1, changed: 1, removed: 2, kept: 1 });
    expect(pathsOf(await desk.manifest(`/books/${id}/manifest`))).toEqual(['a', 'b', 'f']);
  });

  test('does not get what operating systems leave behind, and the person is told', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1', '.DS_Store': 'x', 'u/Thumbs.db': 'x' });
    const { stdout } = await desk.dcs('push', folder, name);
    expect(stdout).toContain(
      '\n  left out  .DS_Store, Thumbs.db; --all-files takes such files too',
    );
    expect(pathsOf(await desk.manifest(`/books/${id}/manifest`))).toEqual(['a']);
    expect((await desk.dcs('push', folder, name, '--all-files')).stdout).toContain('2 added');
  });

  test('with --json prints the receipt alone', async () => {
    await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1' });
    const { code, stdout, stderr } = await desk.dcs('push', folder, name, '--json');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ revision: 1, changed: true, counts: { added: 1 } });
    expect(stdout.trimEnd()).not.toContain('\n');
  });
});

describe('a dry run', () => {
  test('tells what would change, and changes nothing', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1', b: '2', c: '3' });
    await desk.dcs('push', folder, name);
    desk.takePuts();
    await writeContent(folder, { b: 'changed', d: 'new!' });
    await rm(path.join(folder, 'c'));
    const { code, stdout } = await desk.dcs('push', folder, name, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'A dry run: nothing was changed.\n' +
        '  content   3 files, 12 bytes\n' +
        '  changes   1 added, 1 changed, 1 removed, 1 as before\n' +
        '  send      2 files, 11 bytes\n' +
        '  + d\n' +
        '  ~ b\n' +
        '  - c\n',
    );
    expect(desk.takePuts()).toEqual([]);
    expect((await desk.manifest(`/books/${id}/manifest`)).revision).toBe(1);
  });

  test('shows people the first paths, and programs as the API does', async () => {
    await desk.makeBook(name);
    const names = Array.from({ length: 30 }, (_, n) => `f${String(n).padStart(2, '0')}`);
    const folder = await desk.makeFolder(Object.fromEntries(names.map((one) => [one, one])));
    const { stdout } = await desk.dcs('push', folder, name, '--dry-run');
    expect(stdout.match(/^ {2}\+ f/gm)).toHaveLength(20);
    expect(stdout).toContain('\n  + … and 10 more\n');
    const json = await desk.dcs('push', folder, name, '--dry-run', '--json');
    expect(JSON.parse(json.stdout).changes.added).toEqual(names);
  });

  test('makes no book', async () => {
    const folder = await desk.makeFolder({ a: '1' });
    const run = await desk.dcs('push', folder, name, '--dry-run', '--create', ...DETAILS);
    expect(run.code).toBe(4);
    expect(run.stderr).toContain('so a dry run has nothing to compare with');
    expect((await desk.dcs('book', 'show', name)).code).toBe(4);
  });
});

describe('an app build', () => {
  test('keeps links and executables', async () => {
    const folder = await desk.makeFolder({
      'A.app/Versions/A/run': '#!/bin/sh',
      'A.app/i.txt': '',
    });
    await chmod(path.join(folder, 'A.app/Versions/A/run'), 0o755);
    await symlink('A', path.join(folder, 'A.app/Versions/Current'));
    const target = `app:macos/1.0.${Date.now()}`;
    const { code, stderr } = await desk.dcs('push', folder, target, '--channel', 'beta');
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.any(String) });
    const version = target.slice('app:macos/'.length);
    const manifest = await desk.manifest(`/apps/macos/${version}/manifest`);
    expect(manifest.target).toMatchObject({ platform: 'macos', version, channel: 'beta' });
    expect(manifest.links).toEqual([{ path: 'A.app/Versions/Current', target: 'A' }]);
    expect(manifest.files).toMatchObject([
      { path: 'A.app/Versions/A/run', executable: true },
      { path: 'A.app/i.txt' },
    ]);
  });
});

describe('a folder that cannot be pushed', () => {
  test('to a book for its links is told every one, and publishes nothing', async () => {
    const id = await desk.makeBook(name);
    const folder = await desk.makeFolder({ 'a/b': '1' });
    await symlink('b', path.join(folder, 'a/link'));
    await symlink('nowhere', path.join(folder, 'other'));
    const { code, stdout, stderr } = await desk.dcs('push', folder, name);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('dcs: 2 paths of the folder cannot be pushed. Nothing was published.');
    expect(stderr).toContain('\n  a/link: It is a symbolic link, which a book cannot hold.');
    expect(stderr).toContain('\n  other: It is a symbolic link');
    const json = await desk.dcs('push', folder, name, '--json');
    expect(JSON.parse(json.stderr).errors).toHaveLength(2);
    expect((await desk.dcs('book', 'show', id)).stdout).toContain('none yet');
  });

  test('for names that no Windows holds is told every one, before anything is sent', async () => {
    await desk.makeBook(name);
    const folder = await desk.makeFolder({ 'a/CON.txt': '1', 'why?': '2', ok: '3', 'x/A': '4' });
    await mkdir(path.join(folder, 'X'));
    await writeFile(path.join(folder, 'X/b'), '5');
    const { code, stderr } = await desk.dcs('push', folder, name);
    expect(code).toBe(1);
    for (const refused of ['a/CON.txt', 'why?', 'x/A', 'X/b']) {
      expect(stderr).toContain(`\n  ${refused}: `);
    }
    expect(stderr).not.toContain('\n  ok: ');
    expect(stderr).toContain('Rename or take away what is named, and push again.');
    expect(desk.takePuts()).toEqual([]);
  });

  test('for bytes that are no text is told them', async () => {
    await desk.makeBook(name);
    const folder = await desk.makeFolder({ a: '1' });
    await writeFile(Buffer.concat([Buffer.from(`${folder}/caf`), Buffer.from([0xe9])]), '');
    const { code, stderr } = await desk.dcs('push', folder, name);
    expect(code).toBe(1);
    expect(stderr).toContain('\n  caf\\xe9: Its name is no valid Unicode');
  });

  test('for being empty is told so', async () => {
    await desk.makeBook(name);
    const { code, stderr } = await desk.dcs('push', await desk.makeFolder({}), name);
    expect(code).toBe(1);
    expect(stderr).toContain('The folder cannot be accepted.');
  });
});
