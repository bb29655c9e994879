import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface TempFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/**
 * A folder that every user can enter, as PostgreSQL's must when we are root.
 * @param parent where it is made: where temporary files are, unless given
 */
export async function makeTempFolder(parent = tmpdir()): Promise<TempFolder> {
  const folder = await mkdtemp(path.join(parent, 'dcs-'));
  await chmod(folder, 0o755);
  return { path: folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
