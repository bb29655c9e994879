import { createHash } from 'node:crypto';

const PATTERN = /^\.dcs-pull-([0-9a-f]{16})-(\d+)(\.parts)?$/;
const KEY_DIGITS = 16;

/** What the name of a file in the making says. */
export interface TempName {
  /** Of the file it will be; see {@link tempKey}. */
  readonly key: string;
  /** Of the process that makes it. */
  readonly pid: number;
  /** Whether it is the list of the parts that are there. */
  readonly isParts: boolean;
}

/** Stands for one content at one path, so that another pull finds what this one left behind. */
export function tempKey({
  path,
  sha256,
}: {
  readonly path: string;
  readonly sha256: string;
}): string {
  return createHash('sha256').update(`${sha256} ${path}`).digest('hex').slice(0, KEY_DIGITS);
}

/** Short whatever the file is called, and of this process alone. */
export function tempName(key: string): string {
  return `.dcs-pull-${key}-${process.pid}`;
}

/** The list of parts beside a file in the making. */
export function partsName(temp: string): string {
  return `${temp}.parts`;
}

/** Undefined for a name that is none of ours. */
export function parseTempName(name: string): TempName | undefined {
  const [, key, pid, parts] = PATTERN.exec(name) ?? [];
  if (key === undefined || pid === undefined) return undefined;
  return { key, pid: Number(pid), isParts: parts !== undefined };
}

/** Whether nobody works on it any more: a process was killed, or this one has its number now. */
export function isAbandoned({ pid }: TempName): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}
