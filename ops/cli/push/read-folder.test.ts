import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeTempFolder, type TempFolder } from '../../../api/testing/temp-folder.ts';
import { createDiskPace } from './disk-pace.ts';
import { type FolderContent, readFolder } from './read-folder.ts';

let temp: TempFolder;
beforeEach(async () => {
  temp = await makeTempFolder();
});
afterEach(() => temp.remove());

/** As a disk that never takes long is read, and as one that always does. */
async function readBoth(keepsUnixTraits: boolean): Promise<FolderContent[]> {
  const rules = { keepsUnixTraits, takesLitter: false };
  const paces = [createDiskPace(Number.POSITIVE_INFINITY), createDiskPace(-1)];
  return Promise.all(
    paces.map(async (pace) => {
      // The first call finds out that it is slow.
      pace.call(() => {});
      const { files, ...content } = await readFolder(
        { root: temp.path, rules, pace, breathe: async () => {} },
        '',
      );
      return { ...content, files: files.map((file) => ({ ...file, metAtMs: 0 })) };
    }),
  );
}

test.each([true, false])(
  'a quick disk and a slow one hold the same, unix traits: %s',
  async (keeps) => {
    await mkdir(path.join(temp.path, 'folder'));
    for (let n = 0; n < 150; n += 1) await writeFile(path.join(temp.path, `${n}.txt`), `${n}`);
    await writeFile(path.join(temp.path, 'secret'), '');
    await chmod(path.join(temp.path, 'secret'), 0o600);
    await chmod(path.join(temp.path, '1.txt'), 0o755);
    await writeFile(path.join(temp.path, 'Thumbs.db'), '');
    await symlink('1.txt', path.join(temp.path, 'link'));
    const [quick, slow] = await readBoth(keeps);
    expect(slow).toEqual(quick);
    expect(quick?.files).toHaveLength(151);
    expect(quick?.litter).toEqual(['Thumbs.db']);
    expect(quick?.[keeps ? 'links' : 'problems']).toHaveLength(1);
  },
);
