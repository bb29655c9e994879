import { spawn } from 'node:child_process';
import { clusterName } from './leftovers.ts';
import { type Identity, spawnAs } from './privileges.ts';

/**
 * Stops a process when we are gone, however we went: its standard input is a pipe from us, and the
 * kernel closes that even after kill -9.
 */
export interface Watchdog {
  /** From now on `pid` is to be stopped when we die; a negative one is a process group. */
  guard(pid: number): void;
  /** Nothing is left to stop: the watchdog ends. */
  dismiss(): void;
}

// A fast shutdown first; an immediate one if that takes longer than 30 s; at last the axe.
const POSIX = `
trap '' HUP INT TERM QUIT
target=
while read -r word; do
  if [ "$word" = done ]; then exit 0; fi
  target=$word
done
if [ -z "$target" ]; then exit 0; fi
kill -s INT -- "$target" || exit 0
seconds=0
while kill -s 0 -- "$target"; do
  sleep 1
  seconds=$((seconds + 1))
  if [ $seconds -eq 30 ]; then kill -s QUIT -- "$target"; fi
  if [ $seconds -eq 45 ]; then kill -s KILL -- "$target"; exit 0; fi
done
`;

// Windows has neither signals nor a shell worth the name; there the way to stop a server is pg_ctl.
const WINDOWS = `
let target = '';
process.stdin.on('data', (words) => { target = String(words).trim().split(/\\s+/).at(-1) ?? target; });
process.stdin.on('end', () => {
  if (target === '' || target === 'done') process.exit(0);
  const [program, data] = process.argv.slice(1);
  require('node:child_process').spawnSync(program, ['stop', '-D', data, '-m', 'fast'], { stdio: 'ignore' });
});
`;

/** `pgCtl` and `data` are what Windows needs; elsewhere `data` only names it in a process list. */
export function startWatchdog(
  identity: Identity | undefined,
  server: { pgCtl: string; data: string },
): Watchdog {
  const [command, words]: [string, string[]] =
    process.platform === 'win32'
      ? [process.execPath, ['-e', WINDOWS, server.pgCtl, server.data]]
      : ['/bin/sh', ['-c', POSIX, 'dcs-postgres-watchdog', clusterName(server.data)]];
  const child = spawn(command, words, {
    ...spawnAs(identity),
    detached: true, // a Ctrl-C in our terminal must not reach it
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a watchdog the next start finds the orphan; that is no reason to fall over now.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  return {
    guard(pid) {
      child.stdin.write(`${pid}\n`);
    },
    dismiss() {
      child.stdin.end('done\n');
    },
  };
}
