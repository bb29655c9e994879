import { mkdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { CliError } from '../cli-error.ts';
import { codeOf, diskError } from './disk-error.ts';

/**
 * The folder to pull into. A link to one is followed: whoever typed it meant what it points at.
 * @param makes whether it is made if it is not there
 * @returns where it really lies
 * @throws CliError
 */
export async function openRoot(folder: string, makes: boolean): Promise<string> {
  try {
    if (makes) await mkdir(folder, { recursive: true });
    const root = await realpath(folder);
    if ((await stat(root)).isDirectory()) return root;
  } catch (error) {
    if (!makes && codeOf(error) === 'ENOENT') return path.resolve(folder);
    if (!['EEXIST', 'ENOTDIR'].includes(codeOf(error) ?? '')) {
      throw diskError(folder, error, 'written');
    }
  }
  throw new CliError('usage', `${folder} is no folder, so nothing can be pulled into it.`);
}
