import { lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { codeOf } from './errors.ts';

/** Paths from the package's root: `target` is to be a link to `source`. */
const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold symbolic links, so the PostgreSQL packages list theirs in a file and
 * make them in an install script, which many people rightly switch off. Makes the missing ones.
 *
 * @returns whether all of them are there now
 */
export function hydrateSymlinks(packageFolder: string): boolean {
  for (const { source, target } of readLinks(packageFolder)) {
    const link = join(packageFolder, target);
    if (exists(link)) continue;
    try {
      symlinkSync(join(relative(dirname(target), dirname(source)), basename(source)), link);
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') return false; // somebody else's folder, or a read-only one
    }
  }
  return true;
}

function readLinks(packageFolder: string): z.infer<typeof links> {
  try {
    const text = readFileSync(join(packageFolder, 'native', 'pg-symlinks.json'), 'utf8');
    return links.parse(JSON.parse(text));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []; // platforms without links
    throw error;
  }
}

function exists(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (codeOf(error) === 'EACCES') return false;
    throw error;
  }
}
