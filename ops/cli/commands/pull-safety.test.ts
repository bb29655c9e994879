import { mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Pusher } from '../../../api/testing/pusher.ts';
import { contentOf } from '../testing/folder-content.ts';
import { openPushDesk, type PushDesk } from '../testing/push-desk.ts';

const CONTENT = { 'units/1.json': 'one', 'units/deep/2.json': 'two', a: '1' };

let desk: PushDesk;
let pusher: Pusher;
let name: string;
let id: string;
let folder: string;
let outside: string;

beforeAll(async () => {
  desk = await openPushDesk();
  pusher = desk.pusher;
});
afterAll(() => desk.close());
beforeEach(async () => {
  name = desk.newName();
  id = await desk.makeBook(name);
  await pusher.push(id, CONTENT);
  folder = await desk.makeFolder({});
  outside = await desk.makeFolder({ '1.json': 'not yours', 'deep/mine.txt': 'mine' });
});

const pull = (...args: readonly string[]) => desk.dcs('pull', name, folder, ...args);
const untouched = { '1.json': 'not yours', 'deep/mine.txt': 'mine' };

describe('a link that stands here', () => {
  test.each(['units', 'units/deep'])(
    'in the place of the folder %s is not written through',
    async (at) => {
      await mkdir(path.dirname(path.join(folder, at)), { recursive: true });
      await symlink(outside, path.join(folder, at));
      const { code, stdout, stderr } = await pull();
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`\n  ${at}: It is a link here.\n`);
      expect(stderr).toContain('Nothing was changed.');
      expect(await contentOf(outside)).toEqual(untouched);
    },
  );

  test('in the place of a folder goes with --delete, and what it points at stays', async () => {
    await symlink(outside, path.join(folder, 'units'));
    expect(await pull('--delete')).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual(CONTENT);
    expect(await contentOf(outside)).toEqual(untouched);
  });

  test('in the place of a file is replaced, and what it points at stays', async () => {
    await mkdir(path.join(folder, 'units'));
    await symlink(path.join(outside, '1.json'), path.join(folder, 'units/1.json'));
    expect(await pull()).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual(CONTENT);
    expect(await contentOf(outside)).toEqual(untouched);
  });

  test('and is not in the revision goes with --delete, and what it points at stays', async () => {
    await symlink(outside, path.join(folder, 'own'));
    expect((await pull()).stdout).toContain('kept       1 path ');
    expect(await readlink(path.join(folder, 'own'))).toBe(outside);
    expect((await pull('--delete')).stdout).toContain('removed    1 path\n');
    expect(await contentOf(folder)).toEqual(CONTENT);
    expect(await contentOf(outside)).toEqual(untouched);
  });

  test('to the folder itself is followed: whoever typed it meant what it points at', async () => {
    const link = `${folder}-link`;
    await symlink(folder, link);
    expect(await desk.dcs('pull', name, link)).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual(CONTENT);
    await rm(link);
  });
});

describe('a folder in the place of a file', () => {
  beforeEach(async () => {
    await mkdir(path.join(folder, 'a/b'), { recursive: true });
    await writeFile(path.join(folder, 'a/b/mine.txt'), 'mine');
  });

  test('is not replaced', async () => {
    const { code, stderr } = await pull();
    expect(code).toBe(1);
    expect(stderr).toContain('or have it removed with --delete');
    expect(stderr).toContain('\n  a: It is a folder here.\n');
    expect(await readFile(path.join(folder, 'a/b/mine.txt'), 'utf8')).toBe('mine');
  });

  test('is with --delete', async () => {
    expect(await pull('--delete')).toMatchObject({ code: 0 });
    expect(await contentOf(folder)).toEqual(CONTENT);
  });
});

test('a file in the place of a folder is replaced with --delete alone', async () => {
  await writeFile(path.join(folder, 'units'), 'mine');
  expect((await pull()).stderr).toContain('\n  units: It is a file here.\n');
  expect(await pull('--delete')).toMatchObject({ code: 0 });
  expect(await contentOf(folder)).toEqual(CONTENT);
});

test.each(['../evil.txt', '/etc/evil.txt', 'units/../../evil.txt', 'C:/evil.txt', 'a\\..\\evil'])(
  'a server that names %s has nothing written at all',
  async (evil) => {
    await desk.api.database.query.execute(sql`
      UPDATE files SET path = ${evil} WHERE path = 'a' AND folder_id =
        (SELECT folder_id FROM books WHERE id = ${id})`);
    const { code, stdout, stderr } = await pull('--delete');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('dcs: The server names paths that are not safe to write.');
    expect(stderr).toContain(`\n  ${evil}: `);
    expect(await contentOf(folder)).toEqual({});
  },
);
