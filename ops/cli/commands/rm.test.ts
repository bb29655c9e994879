import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

const CONTENT = {
  'cover.png': 'cover',
  'audio/1.mp3': 'one',
  'audio/2.mp3': 'two',
  'ünite/a b.json': '{}',
};
const BUILD = { platform: 'macos', version: '2.0', channel: 'beta' };
const LINKS = [{ path: 'current', target: 'bin' }];

let desk: PushDesk;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterAll(() => desk.close());

let name: string;
let id: string;
beforeEach(async () => {
  name = desk.newName();
  id = await desk.makeBook(name);
  await desk.pusher.push(id, CONTENT);
  desk.takePuts();
});

async function pathsOf(place = `/books/${id}`): Promise<string[]> {
  const { files, links } = await desk.manifest(`${place}/manifest`);
  return [...files, ...links].map(({ path }) => path);
}

describe('rm', () => {
  test('publishes a book without files and folders, and sends nothing', async () => {
    const removed = await desk.dcs(
      'rm',
      `${name}/audio/`,
      `${name}/${'ünite/a b.json'.normalize('NFD')}`,
    );
    expect(removed).toMatchObject({ code: 0, stderr: '' });
    expect(removed.stdout).toContain(`Published revision 2 of ${name}.\n`);
    expect(removed.stdout).toContain('  changes   3 removed, 1 left alone\n');
    expect(await pathsOf()).toEqual(['cover.png']);
    expect(desk.takePuts()).toEqual([]);
  });

  test('changes nothing where one of them is not there, and names it', async () => {
    const { code, stderr } = await desk.dcs('rm', `${name}/cover.png`, `${name}/audio/3.mp3`);
    expect(code).toBe(4);
    expect(stderr).toContain('  audio/3.mp3: There is no such file or folder.\n');
    expect(await pathsOf()).toHaveLength(4);
  });

  test('refuses whole platforms, and places in several books', async () => {
    expect(await desk.dcs('rm', 'app:windows')).toMatchObject({ code: 2 });
    const several = await desk.dcs('rm', `${name}/cover.png`, 'Acme/Other/cover.png');
    expect(several).toMatchObject({ code: 2 });
    expect(await pathsOf()).toHaveLength(4);
  });
});

describe('restore', () => {
  test('brings a file and a folder back over what is there, and sends nothing', async () => {
    await desk.pusher.push(id, { 'cover.png': 'other', 'audio/3.mp3': 'three' });
    desk.takePuts();
    const args = ['--revision', '1', '--path', 'cover.png', '--path', 'audio/'];
    const restored = await desk.dcs('restore', name, ...args);
    expect(restored).toMatchObject({ code: 0, stderr: '' });
    expect(restored.stdout).toContain('  changes   2 added, 1 changed, 1 left alone\n');
    expect(await pathsOf()).toEqual(['audio/1.mp3', 'audio/2.mp3', 'audio/3.mp3', 'cover.png']);
    const [publisher = '', book = ''] = name.split('/');
    const cover = `/storage/books/${publisher}/${encodeURIComponent(book)}/cover.png`;
    expect((await desk.read(cover)).toString()).toBe('cover');
    expect(desk.takePuts()).toEqual([]);
    const again = await desk.dcs('restore', name, ...args, '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, revision: 3 });
  });

  test('keeps links, who may execute, and the channel of a build', async () => {
    const content = { 'bin/run': { executable: 'run' }, 'read.me': 'me' };
    await desk.pusher.push(BUILD, content, { links: LINKS });
    expect(await desk.dcs('rm', 'app:macos/2.0/bin', 'app:macos/2.0/current')).toMatchObject({
      code: 0,
    });
    const args = ['--revision', '1', '--path', 'bin', '--path', 'current'];
    expect(await desk.dcs('restore', 'app:macos/2.0', ...args)).toMatchObject({ code: 0 });
    const { files, links, target } = await desk.manifest('/apps/macos/2.0/manifest');
    expect(files).toMatchObject([{ path: 'bin/run', executable: true }, { path: 'read.me' }]);
    expect(links).toEqual(LINKS);
    expect(target).toMatchObject({ channel: 'beta' });
  });

  test('changes nothing where the revision has not all of it, and names what', async () => {
    const { code, stderr } = await desk.dcs(
      ...['restore', name, '--revision', '1', '--path', 'audio', '--path', 'aud'],
    );
    expect(code).toBe(4);
    expect(stderr).toContain('  aud: There is no such file or folder in it.\n');
    const missing = await desk.dcs('restore', name, '--revision', '4', '--path', 'audio');
    expect(missing).toMatchObject({ code: 4 });
    expect(await desk.dcs('restore', name, '--revision', '1')).toMatchObject({ code: 2 });
  });

  test('says so where the bytes are not held any more, and leaves no upload behind', async () => {
    await desk.dcs('rm', `${name}/cover.png`);
    // As if it had been doomed between the two questions.
    await desk.api.database.query.execute(
      `UPDATE objects SET state = 'doomed' WHERE size_bytes = 5`,
    );
    const lost = await desk.dcs('restore', name, '--revision', '1', '--path', 'cover.png');
    expect(lost).toMatchObject({
      code: 4,
      stderr: 'dcs: The bytes of 1 file are not held any more.\n',
    });
    const open = await desk.api.database.query.execute(`SELECT FROM uploads WHERE state = 'open'`);
    expect(open).toHaveLength(0);
  });
});
