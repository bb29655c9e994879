import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('../../../bin/dcs.mjs', import.meta.url));

export interface DcsRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DcsInit {
  readonly env?: Readonly<Record<string, string>>;
  /** What stdin holds; nothing unless given. */
  readonly input?: string;
  /** The folder it runs in; the tests' own unless given. */
  readonly cwd?: string;
}

/** Starts the shipped program, with nothing of the tests' own environment. */
export function spawnDcs(
  args: readonly string[],
  env: DcsInit['env'] = {},
  cwd?: string,
): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [PROGRAM, ...args], {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
}

/** Runs it to its end. */
export async function runDcs(args: readonly string[], init: DcsInit = {}): Promise<DcsRun> {
  const child = spawnDcs(args, init.env, init.cwd);
  child.stdin.on('error', () => {}); // it may end without reading
  child.stdin.end(init.input ?? '');
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    exitOf(child),
  ]);
  return { code, stdout, stderr };
}

export function exitOf(child: ChildProcessWithoutNullStreams): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
}

/** A URL where nothing listens: its port was free a moment ago. */
export async function closedUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // TCP, so not a path
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** A folder for DCS_CONFIG_DIR that is not there yet. The caller removes its parent. */
export async function newConfigDir(): Promise<string> {
  return path.join(await mkdtemp(path.join(tmpdir(), 'dcs-cli-')), 'dcs');
}
