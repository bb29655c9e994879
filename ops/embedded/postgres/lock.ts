import { randomUUID } from 'node:crypto';
import {
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimes,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './errors.ts';
import { becomesTrue } from './poll.ts';
import { type Birth, birthOf, isRunning } from './processes.ts';

const HEARTBEAT_MS = 1000;
/** An owner we cannot look at is taken for dead when its heart stood still for so long. */
const SILENCE_MS = 8000;
const ATTEMPTS = 50;

export interface OwnerLock {
  release(): void;
}

interface Owner {
  pid: number;
  birth?: Birth | undefined;
}

/**
 * One owner per folder, and a dead owner is no owner.
 *
 * Owners are files `owner.<n>`: whoever finds the highest one dead (or released) creates the next,
 * which only one can do, and then removes the lower ones. The highest is never removed, so a slow
 * rival that creates a lower number finds a higher one afterwards and gives way.
 *
 * @throws EmbeddedPostgresError `IN_USE` naming the process that lives
 */
export async function acquireLock(folder: string, dataDir: string): Promise<OwnerLock> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const numbers = ownerNumbers(folder);
    const newest = numbers.at(-1) ?? 0;
    await refuseLivingOwner(ownerFile(folder, newest), dataDir);
    if (!createOwner(folder, newest + 1)) continue;
    if (ownerNumbers(folder).at(-1) === newest + 1) {
      for (const number of numbers) rmSync(ownerFile(folder, number), { force: true });
      return hold(ownerFile(folder, newest + 1));
    }
    rmSync(ownerFile(folder, newest + 1), { force: true });
  }
  throw new EmbeddedPostgresError(`Too many programs want the data directory ${dataDir}.`, {
    code: 'IN_USE',
  });
}

function hold(file: string): OwnerLock {
  const heart = setInterval(() => {
    const now = new Date();
    utimes(file, now, now, () => undefined); // a failure shows as silence, which is what it is
  }, HEARTBEAT_MS);
  heart.unref();
  let held = true;
  return {
    release() {
      if (!held) return;
      held = false;
      clearInterval(heart);
      try {
        truncateSync(file); // the number stays, see acquireLock
      } catch (error) {
        if (codeOf(error) !== 'ENOENT') throw error;
      }
    },
  };
}

async function refuseLivingOwner(file: string, dataDir: string): Promise<void> {
  const owner = readOwner(file);
  if (!owner || !(await isHeld(file, owner))) return;
  throw new EmbeddedPostgresError(
    `The data directory ${dataDir} is already in use by process ${owner.pid}. ` +
      'Stop that one first, or choose another data directory.',
    { code: 'IN_USE' },
  );
}

async function isHeld(file: string, owner: Owner): Promise<boolean> {
  const here = birthOf(process.pid);
  const [boot, namespace] = owner.birth?.world.split(' ') ?? [];
  const [hereBoot, hereNamespace] = here?.world.split(' ') ?? [];
  if (owner.birth && here && boot !== hereBoot) return false; // the machine has been restarted since
  if (owner.birth && here && namespace === hereNamespace) {
    if (!isRunning(owner.pid)) return false;
    const birth = birthOf(owner.pid);
    return birth === undefined || birth.moment === owner.birth.moment;
  }
  // A process of another container, or a platform that does not tell when a process began.
  if (!here && !isRunning(owner.pid)) return false;
  const before = heartbeatOf(file);
  return becomesTrue(() => heartbeatOf(file) !== before, SILENCE_MS, 100);
}

function heartbeatOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}

function readOwner(file: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(file, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner)) return undefined;
    return owner as Owner; // written by createOwner below, in one piece
  } catch (error) {
    if (error instanceof SyntaxError || codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function createOwner(folder: string, number: number): boolean {
  const body = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) } satisfies Owner);
  const draft = join(folder, `draft.${randomUUID()}`);
  writeFileSync(draft, body, { mode: 0o644 });
  try {
    linkSync(draft, ownerFile(folder, number)); // appears complete, or not at all
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    return createWithoutLinks(ownerFile(folder, number), body);
  } finally {
    rmSync(draft, { force: true });
  }
}

/** For file systems without hard links. */
function createWithoutLinks(file: string, body: string): boolean {
  try {
    writeFileSync(file, body, { flag: 'wx', mode: 0o644 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

function ownerNumbers(folder: string): number[] {
  return readdirSync(folder)
    .map((name) => Number(/^owner\.(\d+)$/.exec(name)?.[1]))
    .filter((number) => Number.isSafeInteger(number))
    .sort((a, b) => a - b);
}

function ownerFile(folder: string, number: number): string {
  return join(folder, `owner.${number}`);
}
