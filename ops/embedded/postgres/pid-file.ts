import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './errors.ts';

/** What PostgreSQL writes at its start into postmaster.pid, and removes at its end. */
export interface PidFile {
  pid: number;
  /** `starting` (which may mean recovery), `ready`, `stopping`, or nothing yet. */
  status: string;
}

/** The lines are those of PostgreSQL's src/include/utils/pidfile.h, which pg_ctl relies on too. */
export function readPidFile(data: string): PidFile | undefined {
  try {
    const lines = readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined;
    return { pid, status: lines[7]?.trim() ?? '' };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}
