import { chmod, lstat, mkdir, symlink, unlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pusher } from '../../../api/testing/pusher.ts';
import { contentOf } from '../testing/folder-content.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';
import { runDcs } from '../testing/run-dcs.ts';

const APP = {
  'App.app/run': { executable: '#!/bin/sh\n' },
  'App.app/Versions/A/lib.so': { executable: 'lib' },
  'App.app/Versions/A/data.txt': 'data',
};
const LINKS = [
  { path: 'App.app/Versions/Current', target: 'A' },
  { path: 'App.app/lib.so', target: 'Versions/Current/lib.so' },
  { path: 'App.app/Missing', target: 'nothing/there' },
];
const PULLED = {
  'App.app/run*': '#!/bin/sh\n',
  'App.app/Versions/A/lib.so*': 'lib',
  'App.app/Versions/A/data.txt': 'data',
  'App.app/Versions/Current': '-> A',
  'App.app/lib.so': '-> Versions/Current/lib.so',
  'App.app/Missing': '-> nothing/there',
};

let desk: PushDesk;
let pusher: Pusher;
let version: string;
let folder: string;
let made = 0;

beforeAll(async () => {
  desk = await openPushDesk();
  pusher = desk.pusher;
});
afterAll(() => desk.close());
beforeEach(async () => {
  made += 1;
  version = `2.4.${made}`;
  folder = await desk.makeFolder({});
});

const push = (content: Parameters<Pusher['push']>[1], more?: object) =>
  pusher.push({ platform: 'macos', version }, content, more);
const pull = (...args: readonly string[]) =>
  desk.dcs('pull', `app:macos/${version}`, folder, ...args);

describe('a build', () => {
  test('comes back with its links, and with what may be executed', async () => {
    await push(APP, { links: LINKS });
    const { code, stdout } = await pull();
    expect(code).toBe(0);
    expect(stdout).toContain(`${folder} holds revision 1 of app:macos/${version}.\n`);
    expect(stdout).toContain('\n  links      3 links\n');
    expect(await contentOf(folder)).toEqual(PULLED);
    const again = await pull();
    expect(again.stdout).toContain('fetched    0 files');
    expect(again.stdout).not.toContain('links');
  });

  test('has its links and rights mended', async () => {
    await push(APP, { links: LINKS });
    await pull();
    await unlink(path.join(folder, 'App.app/lib.so'));
    await writeFile(path.join(folder, 'App.app/lib.so'), 'a file');
    await unlink(path.join(folder, 'App.app/Missing'));
    await symlink('/etc', path.join(folder, 'App.app/Missing'));
    await chmod(path.join(folder, 'App.app/run'), 0o644);
    await chmod(path.join(folder, 'App.app/Versions/A/data.txt'), 0o755);
    const { code, stdout } = await pull();
    expect(code).toBe(0);
    expect(stdout).toContain('fetched    0 files');
    expect(await contentOf(folder)).toEqual(PULLED);
  });

  test('whose link became a folder needs --delete, and then has no byte go through it', async () => {
    await push(APP, { links: LINKS });
    await pull();
    const second = { ...APP, 'App.app/Versions/Current/lib.so': 'own' };
    await push(second, { links: [] });
    expect((await pull()).stderr).toContain('\n  App.app/Versions/Current: It is a link here.\n');
    expect(await pull('--delete')).toMatchObject({ code: 0 });
    const now = await contentOf(folder);
    expect(now['App.app/Versions/Current/lib.so']).toBe('own');
    expect(now['App.app/Versions/A/lib.so*']).toBe('lib');
  });

  test('goes into a folder of its version where none is named', async () => {
    await push({ a: '1' });
    const there = path.join(folder, 'in');
    await mkdir(there);
    await runDcs(['pull', `app:macos/${version}`], { env: desk.env, cwd: there });
    expect((await lstat(path.join(there, version, 'a'))).isFile()).toBe(true);
  });
});
