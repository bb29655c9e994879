import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  fsyncSync,
  lchownSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Binaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';
import { OutputTail } from './output-tail.ts';
import type { Place } from './place.ts';
import { type Identity, spawnAs } from './privileges.ts';
import type { Watchdog } from './watchdog.ts';

/** Role, and owner of the database of the same name. */
export const ROLE = 'dcs';

const INITDB_LIMIT_MS = 300_000;

export interface ClusterTools {
  binaries: Binaries;
  watchdog: Watchdog;
  durable: boolean;
  log: (line: string) => void;
}

/**
 * Makes the cluster if there is none, in a folder beside it that gets its name when it is complete:
 * an initdb killed in the middle leaves nothing but rubbish, removed here.
 *
 * @returns the password of role `dcs`
 * @throws EmbeddedPostgresError `WRONG_VERSION`, `MISSING_CLUSTER`, `START_FAILED`
 */
export async function ensureCluster(place: Place, tools: ClusterTools): Promise<string> {
  for (const name of readdirSync(place.home)) {
    if (!name.startsWith('data.new-')) continue;
    rmSync(join(place.home, name), { recursive: true, force: true, maxRetries: 5 });
  }
  const passwordFile = join(place.home, 'password');
  if (existsSync(place.data)) {
    refuseOtherVersion(place.data, tools.binaries.major);
    return readPassword(passwordFile);
  }
  tools.log('Creating the database cluster: a few seconds, only this once.');
  const password = randomBytes(24).toString('base64url');
  writeDurably(passwordFile, password);
  const draft = join(place.home, `data.new-${process.pid}`);
  mkdirSync(draft, { mode: 0o700 });
  const passwordCopy = `${draft}.password`; // root's own file is not readable by `nobody`
  writeFileSync(passwordCopy, password, { flag: 'wx', mode: 0o600 });
  for (const path of [draft, passwordCopy]) give(path, place.identity);
  await runInitdb({ draft, passwordCopy, identity: place.identity }, tools);
  rmSync(passwordCopy);
  renameSync(draft, place.data);
  syncFolder(place.home);
  return password;
}

interface Draft {
  draft: string;
  passwordCopy: string;
  identity: Identity | undefined;
}

async function runInitdb(work: Draft, tools: ClusterTools): Promise<void> {
  const words = [
    ...['-D', work.draft, '-U', ROLE, '--pwfile', work.passwordCopy, '-A', 'scram-sha-256'],
    // Code-point order and Unicode case rules that no library of the machine can change.
    ...[
      '-E',
      'UTF8',
      '--locale',
      'C',
      '--locale-provider',
      'builtin',
      '--builtin-locale',
      'C.UTF-8',
    ],
    ...['--no-instructions', ...(tools.durable ? [] : ['--no-sync'])],
  ];
  const child = spawn(tools.binaries.path('initdb'), words, {
    ...spawnAs(work.identity),
    detached: process.platform !== 'win32', // a group of its own, to be killed as one
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: INITDB_LIMIT_MS,
  });
  const tail = new OutputTail([child.stdout, child.stderr]);
  if (child.pid !== undefined) tools.watchdog.guard(-child.pid);
  const [code, signal] = await once(child, 'close');
  if (code === 0) return;
  throw new EmbeddedPostgresError(
    `The database cluster could not be created: initdb ended with ${code ?? signal}.\n${tail}`,
    { code: 'START_FAILED' },
  );
}

function refuseOtherVersion(data: string, major: string): void {
  const written = readFileSync(join(data, 'PG_VERSION'), 'utf8').trim();
  if (written === major) return;
  throw new EmbeddedPostgresError(
    `The database in ${data} was written by PostgreSQL ${written}, the installed one is ${major}. ` +
      'Install the older release of this program, back up, and restore with the new one.',
    { code: 'WRONG_VERSION' },
  );
}

function readPassword(file: string): string {
  const password = existsSync(file) ? readFileSync(file, 'utf8').trim() : '';
  if (password !== '') return password;
  throw new EmbeddedPostgresError(
    `The database's password, ${file}, is gone; bring it back from a backup.`,
    { code: 'MISSING_CLUSTER' },
  );
}

/** On disk before the cluster that knows it. */
function writeDurably(file: string, text: string): void {
  rmSync(file, { force: true });
  const descriptor = openSync(file, 'wx', 0o600);
  writeFileSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // folders cannot be opened there
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function give(path: string, identity: Identity | undefined): void {
  if (identity) lchownSync(path, identity.uid, identity.gid);
}
