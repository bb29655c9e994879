import { lstatSync, mkdirSync } from 'node:fs';
import { CliError } from '../cli-error.ts';
import { localPath } from '../push/local-file.ts';
import { diskError } from './disk-error.ts';

/** Makes folders below a root, and never goes through a link. */
export interface FolderMaker {
  /**
   * Makes a folder and those on the way to it.
   * @param path from the root on; '' is the root
   * @throws CliError where something else is in the way
   */
  make(path: string): void;
  /** Makes the folder that a path lies in. */
  makeParent(path: string): void;
}

export function createFolderMaker(root: string): FolderMaker {
  const known = new Set(['']);

  function make(path: string): void {
    if (known.has(path)) return;
    make(parentOf(path));
    try {
      // Looked at here, and not only when the folder was read: what was swapped for a link since
      // would lead a write out of it.
      const here = lstatSync(localPath(root, path), { throwIfNoEntry: false });
      if (!here) mkdirSync(localPath(root, path));
      else if (!here.isDirectory()) throw notAFolder(path, here.isSymbolicLink());
    } catch (error) {
      throw diskError(path, error, 'written');
    }
    known.add(path);
  }

  return { make, makeParent: (path) => make(parentOf(path)) };
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

function notAFolder(path: string, isLink: boolean): CliError {
  const what = isLink ? 'a link' : 'no folder';
  return new CliError('refused', `${path} is ${what}, so nothing is written below it.`);
}
