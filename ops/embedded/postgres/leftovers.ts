import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './errors.ts';
import { readPidFile } from './pid-file.ts';
import { becomesTrue } from './poll.ts';
import { commandOf, findProcesses, isRunning } from './processes.ts';

/**
 * The name of a cluster, given to its server as `cluster_name`: PostgreSQL shows it in the command
 * line of the server and of every process of it, so they can be told from all others.
 */
export function clusterName(data: string): string {
  return `dcs-${createHash('sha256').update(data).digest('hex').slice(0, 12)}`;
}

/**
 * Ends what an earlier program left running on this cluster; we hold its lock, so nobody needs it.
 * First politely: a fast shutdown keeps all that was committed. PostgreSQL recovers the rest.
 *
 * @throws EmbeddedPostgresError `IN_USE` when something cannot be ended
 */
export async function endLeftovers(data: string, log: (line: string) => void): Promise<void> {
  const isOurs = belongsTo(clusterName(data));
  const leftovers = () => findProcesses(isOurs);
  const steps: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 10_000],
  ];
  for (const [signal, limitMs] of steps) {
    const found = leftovers();
    if (found.length === 0) break;
    log(`Ending a database server left over from an earlier run (${found.join(', ')}).`);
    // A server without its first process cannot shut down in order: no reason to wait for that.
    const server = readPidFile(data)?.pid;
    if (signal === 'SIGINT' && (server === undefined || !found.includes(server))) continue;
    for (const pid of signal === 'SIGINT' && server ? [server] : found) send(pid, signal);
    await becomesTrue(() => leftovers().length === 0, limitMs);
  }
  const [survivor] = leftovers();
  if (survivor !== undefined) {
    throw new EmbeddedPostgresError(
      `Process ${survivor} of an earlier run still uses the database in ${data} and cannot be ended.`,
      { code: 'IN_USE' },
    );
  }
  removeStalePidFile(data);
}

function belongsTo(name: string): (command: string) => boolean {
  return (command) =>
    command.startsWith(`postgres: ${name}: `) ||
    (/postgres(\.exe)? -D /.test(command) && command.includes(`cluster_name=${name} `));
}

/**
 * After a crash the number in postmaster.pid may belong to an innocent process by now, and then
 * PostgreSQL refuses to start. Only a process that is surely no PostgreSQL counts as innocent.
 */
function removeStalePidFile(data: string): void {
  const pid = readPidFile(data)?.pid;
  if (pid === undefined || !isRunning(pid)) return; // PostgreSQL sees that by itself
  const command = commandOf(pid);
  const anothers = command !== undefined && /\bdcs-[0-9a-f]{12}\b/.test(command);
  if (command === undefined || (command.includes('postgres') && !anothers)) return;
  rmSync(join(data, 'postmaster.pid'), { force: true });
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (codeOf(error) !== 'ESRCH' && codeOf(error) !== 'EPERM') throw error;
  }
}
