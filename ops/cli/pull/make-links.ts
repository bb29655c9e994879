import { renameSync, rmSync, symlinkSync } from 'node:fs';
import { localPath } from '../push/local-file.ts';
import { diskError } from './disk-error.ts';
import type { FolderMaker } from './folder-maker.ts';
import { tempKey, tempName } from './temp-name.ts';

/**
 * Makes symbolic links, once all files are there, so that none was ever on the way of a write. What
 * stands in their place is replaced in one step.
 * @param links path → target
 */
export function makeLinks(
  root: string,
  links: ReadonlyMap<string, string>,
  folders: FolderMaker,
): void {
  for (const [path, target] of links) {
    folders.makeParent(path);
    const parent = path.slice(0, path.lastIndexOf('/') + 1);
    const temp = localPath(root, parent + tempName(tempKey({ path, sha256: target })));
    try {
      rmSync(temp, { force: true }); // one that a killed process of the same number left
      symlinkSync(target, temp);
      renameSync(temp, localPath(root, path));
    } catch (error) {
      throw diskError(path, error, 'written');
    }
  }
}
