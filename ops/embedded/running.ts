import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

const RUNNING_FILE = 'running.json';

/** How other programs of this machine reach the embedded servers of a data directory. */
export interface Running {
  /** Of PostgreSQL, if it is an embedded one. */
  readonly databaseUrl?: string | undefined;
  /** Of the S3 server, if it is an embedded one; its keys are in the directory's secrets. */
  readonly storeEndpoint?: string | undefined;
}

/** Notes that this process serves a server of the data directory; what it noted before stays. */
export async function noteRunning(dataDir: string, running: Running): Promise<void> {
  const noted = await readNoted(dataDir);
  const own = noted?.pid === process.pid ? noted : undefined;
  const text = JSON.stringify({ ...own, pid: process.pid, ...running });
  await writeFile(path.join(dataDir, RUNNING_FILE), text, { mode: 0o600 });
}

export async function forgetRunning(dataDir: string): Promise<void> {
  await rm(path.join(dataDir, RUNNING_FILE), { force: true });
}

/** What another process serves from this data directory, if it still lives. */
export async function findRunning(dataDir: string): Promise<Running | undefined> {
  const noted = await readNoted(dataDir);
  try {
    if (noted) process.kill(noted.pid, 0);
    return noted;
  } catch {
    return undefined; // no such process
  }
}

type Noted = Running & { readonly pid: number };

async function readNoted(dataDir: string): Promise<Noted | undefined> {
  try {
    const text = await readFile(path.join(dataDir, RUNNING_FILE), 'utf8');
    return JSON.parse(text) as Noted; // our own file, mode 0600
  } catch {
    return undefined; // no such file, or one half written
  }
}
