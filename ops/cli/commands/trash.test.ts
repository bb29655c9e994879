import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TrashItemBody } from '../../../api/contract/trash.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

let desk: PushDesk;
beforeAll(async () => {
  desk = await openPushDesk();
});
afterAll(() => desk.close());

let name: string;
beforeEach(async () => {
  name = desk.newName();
  await desk.pusher.push(await desk.makeBook(name), { 'a.txt': 'a', 'b/c.txt': 'c' });
});

async function inTrash(): Promise<TrashItemBody[]> {
  const { stdout } = await desk.dcs('trash', 'ls', '-q', name, '--json');
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

describe('rm of a whole book', () => {
  test('moves it to the trash, from where restore brings it back', async () => {
    const removed = await desk.dcs('rm', name);
    expect(removed).toMatchObject({ code: 0 });
    expect(removed.stdout).toBe(
      `${name} is in the trash. Until it is purged, dcs restore "${name}" brings it back.\n`,
    );
    expect(await desk.dcs('ls', name)).toMatchObject({ code: 4 });
    const listed = await desk.dcs('trash', 'ls', '-q', name);
    expect(listed.stdout).toMatch(/^NAME +LEFT +FILES .*\n.+ 6 d +2 .*ada@example\.com/);
    const restored = await desk.dcs('restore', name);
    expect(restored).toMatchObject({ code: 0, stdout: `${name} is back.\n` });
    expect((await desk.dcs('ls', name)).stdout).toContain('a.txt');
    expect(await inTrash()).toEqual([]);
  });

  test('prints the operation as JSON', async () => {
    const { stdout } = await desk.dcs('rm', name, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ type: 'trash', state: 'done', done: 2 });
  });

  test('and of some of its files at once is refused', async () => {
    expect(await desk.dcs('rm', name, `${name}/a.txt`)).toMatchObject({ code: 2 });
    expect(await inTrash()).toEqual([]);
  });
});

describe('restore from the trash', () => {
  test('brings a book back under another name', async () => {
    await desk.dcs('rm', name);
    const restored = await desk.dcs('restore', name, '--as', `${name} (old)`);
    expect(restored).toMatchObject({ code: 0, stdout: `${name} (old) is back.\n` });
    expect((await desk.dcs('ls', `${name} (old)`)).stdout).toContain('a.txt');
  });

  test('asks for the id where several have the name, and takes it', async () => {
    await desk.dcs('rm', name);
    await desk.makeBook(name);
    await desk.dcs('rm', name);
    const several = await desk.dcs('restore', name);
    expect(several).toMatchObject({ code: 4 });
    const [newest, oldest] = await inTrash();
    expect(several.stderr).toContain(newest?.id);
    expect(await desk.dcs('restore', oldest?.id ?? '')).toMatchObject({ code: 0 });
    expect((await desk.dcs('ls', name)).stdout).toContain('a.txt');
  });

  test('says where to look when it is not there', async () => {
    const { code, stderr } = await desk.dcs('restore', name);
    expect(code).toBe(4);
    expect(stderr).toBe(`dcs: There is no ${name} in the trash. "dcs trash ls" shows what is.\n`);
  });

  test('of a build brings it back with its version', async () => {
    await desk.pusher.push({ platform: 'linux', version: '7.0' }, { run: 'run' });
    expect(await desk.dcs('rm', 'app:linux/7.0')).toMatchObject({ code: 0 });
    expect((await desk.dcs('restore', 'app:linux/7.0', '--as', 'app:linux/7.0-old')).code).toBe(0);
    expect((await desk.dcs('ls', 'app:linux/7.0-old')).stdout).toContain('run');
  });
});

describe('trash purge', () => {
  test('destroys it when told twice', async () => {
    await desk.dcs('rm', name);
    const asked = await desk.dcs('trash', 'purge', name);
    expect(asked).toMatchObject({ code: 2 });
    expect(asked.stderr).toContain('Add --yes if you mean it.');
    expect(await inTrash()).toHaveLength(1);
    expect(await desk.dcs('trash', 'purge', name, '--yes')).toMatchObject({
      code: 0,
      stdout: `${name} is purged.\n`,
    });
    expect(await inTrash()).toEqual([]);
    expect(await desk.dcs('restore', name)).toMatchObject({ code: 4 });
  });
});

describe('mv', () => {
  test('gives a book another name, and its files follow', async () => {
    const moved = await desk.dcs('mv', name, `${name} (new)`);
    expect(moved).toMatchObject({ code: 0, stdout: `It is called ${name} (new) now.\n` });
    expect((await desk.dcs('ls', `${name} (new)`)).stdout).toContain('a.txt');
    expect(await desk.dcs('ls', name)).toMatchObject({ code: 4 });
  });

  test('onto a name that is taken changes nothing', async () => {
    const other = desk.newName();
    await desk.makeBook(other);
    const { code, stderr } = await desk.dcs('mv', name, other);
    expect(code).toBe(1);
    expect(stderr).toContain('already');
  });
});
