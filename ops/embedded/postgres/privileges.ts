import { spawnSync } from 'node:child_process';

/** The user a PostgreSQL process runs as. `undefined` stands for the user we are. */
export interface Identity {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, and initdb wants a user with a passwd entry: 65534 (`nobody`)
 * has one on every Linux distribution. Its files are safe from other processes of `nobody` only as
 * far as nothing else on the machine runs as `nobody`.
 */
export const NOBODY: Identity = { uid: 65_534, gid: 65_534 };

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** Can `identity` enter `folder`? Asked by trying, so access lists and mounts count as well. */
export function canEnter(folder: string, identity: Identity | undefined): boolean {
  if (!identity) return true;
  const probe = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...identity,
    cwd: '/',
    stdio: 'ignore',
  });
  return probe.status === 0;
}

/** How to spawn a PostgreSQL program: its user, and none of our environment (it holds secrets). */
export function spawnAs(identity: Identity | undefined) {
  return {
    ...identity,
    cwd: process.platform === 'win32' ? process.cwd() : '/', // ours may be out of its reach
    env: plainEnvironment(),
    windowsHide: true,
  };
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'TEMP', 'TMP', 'ComSpec'];
  const environment: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' };
  for (const name of kept) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
