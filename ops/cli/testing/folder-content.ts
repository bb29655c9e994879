import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';

const EXECUTABLE_BY_OWNER = 0o100;

/**
 * All that a folder holds: path → bytes as latin1; empty folders end in `/`, links are `-> target`,
 * and what may be executed has a star behind its path.
 */
export async function contentOf(folder: string, at = ''): Promise<Record<string, string>> {
  const content: Record<string, string> = {};
  const names = await readdir(path.join(folder, at));
  if (names.length === 0 && at !== '') content[`${at}/`] = '';
  for (const name of names) {
    const inner = at === '' ? name : `${at}/${name}`;
    const local = path.join(folder, inner);
    const met = await lstat(local);
    if (met.isSymbolicLink()) content[inner] = `-> ${await readlink(local)}`;
    else if (met.isDirectory()) Object.assign(content, await contentOf(folder, inner));
    else {
      const star = met.mode & EXECUTABLE_BY_OWNER ? '*' : '';
      content[inner + star] = await readFile(local, 'latin1');
    }
  }
  return content;
}

/** The same of what is to be written; see `Content` of the push desk. */
export function expectedContent(content: Readonly<Record<string, string | Uint8Array>>) {
  const text = (bytes: string | Uint8Array) => Buffer.from(bytes).toString('latin1');
  return Object.fromEntries(Object.entries(content).map(([at, bytes]) => [at, text(bytes)]));
}
