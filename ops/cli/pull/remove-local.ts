import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { foldName } from '../../../api/contract/names.ts';
import { localPath } from '../push/local-file.ts';
import type { LocalThing } from './compare.ts';
import { codeOf, diskError } from './disk-error.ts';
import type { WantedFolder } from './wanted-folder.ts';

/**
 * Removes things from the folder, each without following links. What holds something that stays is
 * left where it is.
 * @returns how many are gone
 */
export function removeLocal(root: string, things: readonly LocalThing[]): number {
  let removed = 0;
  for (const { path, kind } of things) {
    if (throughLink(root, path)) continue;
    try {
      if (kind === 'folder') rmdirSync(localPath(root, path));
      else unlinkSync(localPath(root, path));
      removed += 1;
    } catch (error) {
      const code = codeOf(error) ?? '';
      // Something was put into it meanwhile, or it was removed by somebody else.
      if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) {
        throw diskError(path, error, 'removed');
      }
    }
  }
  return removed;
}

/** Whether a folder on the way became a link since it was read. */
function throughLink(root: string, path: string): boolean {
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const folder = localPath(root, path.slice(0, at));
    if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return true;
  }
  return false;
}

/**
 * Of the extras, those that are not a wanted file under another spelling, as file systems have it
 * that do not tell case or Unicode forms apart.
 */
export function trulyExtra(
  root: string,
  extras: readonly LocalThing[],
  wanted: WantedFolder,
): LocalThing[] {
  const spellings = new Map<string, string>();
  const all = [wanted.files.keys(), wanted.links.keys(), wanted.directories];
  for (const paths of all) for (const path of paths) spellings.set(foldName(path), path);
  return extras.filter(({ path }) => {
    const other = spellings.get(foldName(path));
    return other === undefined || !isSameFile(localPath(root, path), localPath(root, other));
  });
}

function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) =>
    lstatSync(path, { bigint: true, throwIfNoEntry: false }),
  );
  return a !== undefined && a.ino === b?.ino && a.dev === b.dev;
}
