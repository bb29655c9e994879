import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { SETTINGS } from '../../api/adapters/settings.ts';
import { becomesTrue } from '../embedded/postgres/poll.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** What anything may take before it counts as hanging. Machines differ, so it is generous. */
export const LIMIT_MS = 60_000;

export type Environment = Readonly<Record<string, string>>;

/** A program of the repository, in a process group of its own as a terminal gives one. */
export interface Program {
  readonly pid: number;
  /** All it printed so far, errors included. */
  output(): string;
  /** Waits until it prints what matches. @throws when it ends or hangs before that */
  prints(pattern: RegExp): Promise<string>;
  /** To the process alone. */
  kill(signal: NodeJS.Signals): void;
  /** To the whole group, as Ctrl-C does. */
  killGroup(signal: NodeJS.Signals): void;
  /** Waits for its end. @returns its exit code, or the signal that ended it */
  ends(): Promise<number | NodeJS.Signals>;
}

/** Runs `npm start`, or another entry, with these settings and no others. */
export function startProgram(settings: Environment, words = ['api/node.ts']): Program {
  const child = spawn(process.execPath, ['bin/run.mjs', ...words], {
    cwd: ROOT,
    env: { ...withoutSettings(process.env), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { pid } = child;
  if (pid === undefined) throw new Error('The program could not be spawned.');
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const closed = once(child, 'close');
  const failure = (why: string) => new Error(`${words[0]} ${why}. It printed:\n${output}`);
  return {
    pid,
    output: () => output,
    async prints(pattern) {
      await becomesTrue(() => pattern.test(output) || hasEnded(child), LIMIT_MS);
      const match = pattern.exec(output);
      if (match) return match[1] ?? match[0];
      const end = hasEnded(child) ? `ended (${child.exitCode ?? child.signalCode})` : 'hung';
      throw failure(`${end} before it printed ${pattern}`);
    },
    kill: (signal) => void child.kill(signal),
    killGroup: (signal) => killGroup(pid, signal),
    async ends() {
      if (!(await becomesTrue(() => hasEnded(child), LIMIT_MS))) throw failure('did not end');
      await closed;
      return child.exitCode ?? child.signalCode ?? 0;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    const gone = error instanceof Error && 'code' in error && error.code === 'ESRCH';
    if (!gone) throw error;
  }
}

/** A developer's own settings must not leak into a test. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !(name in SETTINGS)));
}
