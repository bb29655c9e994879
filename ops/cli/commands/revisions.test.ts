import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

const FIRST = { 'a.txt': 'one', 'b.txt': 'both', 'ünite/c.txt': 'gone' };
const SECOND = { 'a.txt': 'other', 'b.txt': 'both', 'd.txt': 'new' };
const BUILD = { platform: 'linux', version: '1.0.0', channel: 'beta' };

let desk: PushDesk;
let name: string;
let id: string;
beforeAll(async () => {
  desk = await openPushDesk();
  name = desk.newName();
  id = await desk.makeBook(name);
  await desk.pusher.push(id, FIRST);
  await desk.pusher.push(id, SECOND, { directories: ['notes'] });
  await desk.pusher.push(BUILD, { 'setup.bin': 'one' });
  await desk.pusher.push(BUILD, { 'setup.bin': 'other' });
});
afterAll(() => desk.close());

const jsonLines = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('revisions', () => {
  test('are listed as a table, newest first, of a book and of a build', async () => {
    const { code, stdout } = await desk.dcs('revisions', name);
    expect(code).toBe(0);
    const [titles, second, first] = stdout.split('\n');
    expect(titles).toMatch(/^REVISION {2}PUBLISHED +FILES {2}SIZE +CHANGES +BY$/);
    expect(second).toMatch(
      /^2 +\d{4}-\d\d-\d\d \d\d:\d\d {2}3 +12 bytes +\+1 ~1 -1 +ada@example\.com$/,
    );
    expect(first).toMatch(/^1 .* \+3 ~0 -0 /);
    const build = await desk.dcs('revisions', 'app:linux/1.0.0', '--json');
    expect(jsonLines(build.stdout)).toMatchObject([{ revision: 2 }, { revision: 1 }]);
  });

  test('are none of what nothing was published of, and not found of what is not there', async () => {
    const empty = desk.newName();
    await desk.makeBook(empty);
    expect(await desk.dcs('revisions', empty)).toMatchObject({
      code: 0,
      stderr: 'dcs: Nothing was published yet.\n',
    });
    expect(await desk.dcs('diff', empty)).toMatchObject({ code: 4 });
    expect(await desk.dcs('revisions', 'app:linux/9.9.9')).toMatchObject({ code: 4 });
  });
});

describe('diff', () => {
  test('compares the current revision with the one before, unless told otherwise', async () => {
    const { stdout } = await desk.dcs('diff', name);
    expect(stdout).toBe(
      [
        '   PATH         SIZE',
        'M  a.txt        3 -> 5',
        'A  d.txt        3',
        'A  notes/       directory',
        'D  ünite/c.txt  4',
        'From revision 1 to 2: 2 added, 1 changed, 1 removed; +1 byte',
        '',
      ].join('\n'),
    );
    const back = await desk.dcs('diff', name, '--from', '2', '--to', '1', '--json');
    expect(jsonLines(back.stdout)).toEqual([
      { change: 'changed', path: 'a.txt', type: 'file', size: 3, previous_size: 5 },
      { change: 'removed', path: 'd.txt', type: 'file', size: 3 },
      { change: 'removed', path: 'notes', type: 'directory', size: 0 },
      { change: 'added', path: 'ünite/c.txt', type: 'file', size: 4 },
    ]);
  });

  test('says that nothing differs, and what cannot be compared', async () => {
    expect((await desk.dcs('diff', name, '--from', '2')).stdout).toBe(
      'From revision 2 to 2 nothing differs.\n',
    );
    expect(await desk.dcs('diff', name, '--to', '1')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('There is nothing before revision 1.'),
    });
    expect(await desk.dcs('diff', name, '--from', '7')).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('There are revisions 1 to 2.'),
    });
  });
});

describe('rollback', () => {
  test('tells what would change, and then publishes it without sending anything', async () => {
    const dry = await desk.dcs('rollback', 'app:linux/1.0.0', '--revision', '1', '--dry-run');
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toMatch(
      /^M {2}setup\.bin +5 -> 3\nFrom .*\nA dry run: nothing was changed\.$/m,
    );
    desk.takePuts();
    const done = await desk.dcs('rollback', 'app:linux/1.0.0', '--revision', '1');
    expect(done).toMatchObject({
      code: 0,
      stdout: [
        'Published revision 3 of linux/1.0.0, with what revision 1 held.',
        '  changes   1 changed',
        `  tree      ${desk.api.url}/storage/apps/linux/1.0.0`,
        '',
      ].join('\n'),
    });
    expect(desk.takePuts()).toEqual([]);
    expect((await desk.read('/storage/apps/linux/1.0.0/setup.bin')).toString()).toBe('one');
    const again = await desk.dcs('rollback', 'app:linux/1.0.0', '--revision', '1', '--json');
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, revision: 3 });
    expect((await desk.dcs('revisions', 'app:linux/1.0.0')).stdout).toContain('+0 ~1 -0, as 1');
  });

  test('wants to know which, and that it is there', async () => {
    expect(await desk.dcs('rollback', name)).toMatchObject({ code: 2 });
    expect(await desk.dcs('rollback', name, '--revision', '9')).toMatchObject({ code: 4 });
  });
});
