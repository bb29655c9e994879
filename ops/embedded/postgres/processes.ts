import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Does this process run? One that has ended and only waits to be reaped does not. */
export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  if (process.platform === 'linux') return statOf(pid)?.state !== 'Z';
  if (process.platform === 'win32') return true;
  return !ps(['-o', 'stat=', '-p', String(pid)])?.startsWith('Z');
}

/** Where and when a process began: pid numbers are used again, this is not. */
export interface Birth {
  /** Boot of the machine and pid namespace; numbers of another one mean nothing to us. */
  world: string;
  /** When it began, in whatever form the platform has it. */
  moment: string;
}

/** `undefined` where the platform does not tell, or the process is gone. */
export function birthOf(pid: number): Birth | undefined {
  if (process.platform === 'linux') {
    const ticks = statOf(pid)?.startTicks;
    return ticks === undefined ? undefined : { world: linuxWorld(), moment: ticks };
  }
  if (process.platform === 'win32') return undefined;
  const moment = ps(['-o', 'lstart=', '-p', String(pid)]);
  return moment ? { world: process.platform, moment } : undefined;
}

/** The command line of a process, its words joined by spaces; `undefined` if it cannot be read. */
export function commandOf(pid: number): string | undefined {
  if (process.platform === 'linux') return readCommand(pid);
  if (process.platform === 'win32') return undefined;
  return ps(['-o', 'args=', '-p', String(pid)]);
}

/** Running processes whose command line satisfies `matches`. Empty on Windows. */
export function findProcesses(matches: (command: string) => boolean): number[] {
  const found: number[] = [];
  for (const [pid, command] of allCommands()) {
    if (pid !== process.pid && matches(command)) found.push(pid);
  }
  return found;
}

function allCommands(): [number, string][] {
  if (process.platform === 'win32') return [];
  if (process.platform === 'linux') {
    const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
    return pids.map((pid) => [pid, readCommand(pid) ?? '']);
  }
  return (ps(['-axo', 'pid=,args=']) ?? '').split('\n').map((line) => {
    const [, pid, command] = /^\s*(\d+) (.*)$/.exec(line) ?? [];
    return [Number(pid), command ?? ''];
  });
}

function readCommand(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return undefined; // gone, or hidden from us
  }
}

function statOf(
  pid: number,
): { state: string | undefined; startTicks: string | undefined } | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the second field is the name in brackets and may hold anything, brackets too.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], startTicks: fields[19] };
  } catch {
    return undefined; // gone, or hidden from us
  }
}

function linuxWorld(): string {
  const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${boot} ${readlinkSync('/proc/self/ns/pid')}`;
}

function ps(words: string[]): string | undefined {
  try {
    return execFileSync('ps', words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined; // ps exits with 1 when no process matches
  }
}
