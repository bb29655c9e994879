import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const RUNNING_FILE = 'running.json';

/** How other programs of this machine reach the embedded PostgreSQL of a data directory. */
interface Running {
  readonly pid: number;
  readonly databaseUrl: string;
}

/** Notes that this process serves the data directory. */
export async function noteRunning(dataDir: string, databaseUrl: string): Promise<void> {
  const running: Running = { pid: process.pid, databaseUrl };
  await writeFile(path.join(dataDir, RUNNING_FILE), JSON.stringify(running), { mode: 0o600 });
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, RUNNING_FILE), { force: true });
}

/** The database another process serves from this data directory, if it still lives. */
export async function findRunning(dataDir: string): Promise<string | undefined> {
  try {
    const text = await readFile(path.join(dataDir, RUNNING_FILE), 'utf8');
    const { pid, databaseUrl } = JSON.parse(text) as Running; // our own file, mode 0600
    process.kill(pid, 0);
    return databaseUrl;
  } catch {
    return undefined; // no such file, or no such process
  }
}
