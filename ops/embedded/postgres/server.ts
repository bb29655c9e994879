import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { ClusterTools } from './cluster.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { clusterName } from './leftovers.ts';
import { OutputTail } from './output-tail.ts';
import { readPidFile } from './pid-file.ts';
import type { Place } from './place.ts';
import { becomesTrue } from './poll.ts';
import { HOST } from './ports.ts';
import { spawnAs } from './privileges.ts';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A running `postgres`; whether it takes connections yet is another question. */
export interface Server {
  port: number;
  tail: OutputTail;
  exited: Promise<Exit>;
  /** All it said has been read; later than `exited` if a process of it lives on. */
  silent: Promise<unknown>;
  hasExited(): boolean;
  /** What it says of itself in its pid file; `undefined` before it has one. */
  status(): string | undefined;
  stop(): Promise<void>;
}

export function launchServer(place: Place, port: number, tools: ClusterTools): Server {
  const words = ['-D', place.data];
  for (const [name, value] of Object.entries(settings(place.data, port, tools.durable))) {
    words.push('-c', `${name}=${value}`);
  }
  const child = spawn(tools.binaries.path('postgres'), words, {
    ...spawnAs(place.identity),
    detached: process.platform !== 'win32', // Ctrl-C is for us, who stop it when its users are done
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  if (child.pid !== undefined) tools.watchdog.guard(child.pid);
  const exited = new Promise<Exit>((resolve, reject) => {
    child.on('error', (cause) => {
      if (child.pid !== undefined) return; // a signal that could not be sent
      const message = `PostgreSQL could not be started: ${cause.message}`;
      reject(new EmbeddedPostgresError(message, { code: 'START_FAILED', cause }));
    });
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return {
    port,
    tail: new OutputTail([child.stderr], tools.log),
    exited,
    silent: once(child, 'close'),
    hasExited: () => hasExited(child),
    status() {
      const file = readPidFile(place.data);
      return file?.pid === child.pid ? file?.status : undefined;
    },
    stop: () => stopServer(child, () => pgCtlStop(place, tools)),
  };
}

/** On the command line rather than in postgresql.conf, so that a new release can change them. */
function settings(data: string, port: number, durable: boolean): Record<string, string> {
  return {
    cluster_name: clusterName(data),
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: '',
    password_encryption: 'scram-sha-256',
    max_connections: '200',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    // The clients get their errors themselves, and statements may hold what logs should not.
    lc_messages: 'C', // we look for one of its messages
    log_min_messages: 'log',
    log_min_error_statement: 'panic',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
}

/** Fast shutdown, then an immediate one, then the axe. Returns when it is gone. */
async function stopServer(child: ChildProcess, pgCtl: () => void): Promise<void> {
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ];
  for (const [signal, limitMs] of steps) {
    if (hasExited(child)) return;
    if (process.platform === 'win32' && signal === 'SIGINT') pgCtl();
    else child.kill(signal);
    await becomesTrue(() => hasExited(child), limitMs);
  }
}

/** Windows has no signals; there pg_ctl stops a server in order. */
function pgCtlStop(place: Place, tools: ClusterTools): void {
  const words = ['stop', '-D', place.data, '-m', 'fast', '-t', '30'];
  spawnSync(tools.binaries.path('pg_ctl'), words, { ...spawnAs(undefined), stdio: 'ignore' });
}

function hasExited(child: ChildProcess): boolean {
  return child.pid === undefined || child.exitCode !== null || child.signalCode !== null;
}
