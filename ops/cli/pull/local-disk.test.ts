import { closeSync, linkSync, openSync, writeSync } from 'node:fs';
import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BOOK_RULES } from '../../../api/contract/manifest-rules.ts';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { contentOf } from '../testing/folder-content.ts';
import { DiskError, diskError } from './disk-error.ts';
import { createFolderMaker } from './folder-maker.ts';
import { removeLocal, trulyExtra } from './remove-local.ts';
import { wantedFolder } from './wanted-folder.ts';

let temp: TempFolder;
let root: string;
let outside: string;
beforeEach(async () => {
  temp = await makeTempFolder();
  root = path.join(temp.path, 'root');
  outside = path.join(temp.path, 'outside');
  await mkdir(path.join(root, 'a'), { recursive: true });
  await mkdir(outside);
  await writeFile(path.join(root, 'a/x'), 'mine');
  await writeFile(path.join(outside, 'x'), 'not yours');
});
afterEach(() => temp.remove());

/** As somebody else may do while a pull is under way. */
async function swapForLink(): Promise<void> {
  await rename(path.join(root, 'a'), path.join(root, 'moved'));
  await symlink(outside, path.join(root, 'a'));
}

test('no folder is made through a link that was put there since', async () => {
  await swapForLink();
  expect(() => createFolderMaker(root).make('a/b')).toThrow('a is a link');
  expect(await contentOf(outside)).toEqual({ x: 'not yours' });
});

test('nothing is removed through a link that was put there since', async () => {
  await swapForLink();
  expect(removeLocal(root, [{ path: 'a/x', kind: 'file' }])).toBe(0);
  expect(await contentOf(outside)).toEqual({ x: 'not yours' });
});

test('a folder that something was put into since stays', async () => {
  const things = [{ path: 'a', kind: 'folder' }] as const;
  expect(removeLocal(root, things)).toBe(0);
  expect(removeLocal(root, [{ path: 'a/x', kind: 'file' }, ...things])).toBe(2);
});

test('a wanted file under another spelling is not one too many', () => {
  // As a file system has it that does not tell case apart.
  linkSync(path.join(root, 'a/x'), path.join(root, 'a/X'));
  linkSync(path.join(root, 'a/x'), path.join(root, 'a/other'));
  const target = { type: 'book', book_id: 'x', publisher: 'A', book_name: 'B' } as const;
  const files = [{ path: 'a/x', size: 4, sha256: 'x', added_in: 1 }];
  const manifest = { target, revision: 1, files, directories: [], links: [] };
  const extras = ['a/X', 'a/other'].map((one) => ({ path: one, kind: 'file' }) as const);
  const left = trulyExtra(root, extras, wantedFolder(manifest, BOOK_RULES));
  expect(left.map((one) => one.path)).toEqual(['a/other']);
});

describe('what a disk says', () => {
  function thrownBy(act: () => void): unknown {
    try {
      act();
    } catch (error) {
      return error;
    }
    throw new Error('Nothing was thrown.');
  }

  test.runIf(process.platform === 'linux')('is told by its path when it is full', () => {
    const full = openSync('/dev/full', 'w');
    const error = thrownBy(() => writeSync(full, 'x'));
    closeSync(full);
    expect(diskError('units/1.json', error, 'written')).toMatchObject({
      outcome: 'refused',
      isName: false,
      message:
        'units/1.json cannot be written: the disk is full. Make room and run the same command ' +
        'again: it goes on.',
    });
  });

  test('is told by its path when a name is too long, which is no reason to stop', () => {
    const error = thrownBy(() => openSync(path.join(root, 'x'.repeat(300)), 'w'));
    const told = diskError('x', error, 'written');
    expect(told).toBeInstanceOf(DiskError);
    expect(told).toMatchObject({ isName: true, path: 'x' });
  });

  test.each([
    { code: 'EACCES', told: 'a/b cannot be written: permission denied.' },
    { code: 'EPERM', told: 'a/b cannot be written: permission denied.' },
    { code: 'EROFS', told: 'a/b cannot be written: the file system is read-only.' },
    { code: 'EIO', told: 'a/b cannot be written: EIO: bad sector.' },
  ])('is told by its path: $code', ({ code, told }) => {
    const error = Object.assign(new Error(`${code}: bad sector`), { code, syscall: 'open' });
    expect(diskError('a/b', error, 'written').message).toBe(told);
  });

  test('is left as it is when it is no word of the disk', () => {
    const error = new TypeError('a mistake of ours');
    expect(diskError('a/b', error, 'written')).toBe(error);
  });
});
