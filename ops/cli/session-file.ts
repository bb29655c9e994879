import { randomUUID } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import type { SessionStore, SessionTokens } from '../../api/client/session.ts';
import { type Cli, type Environment, note } from './cli.ts';
import { CliError } from './cli-error.ts';

const FILE_NAME = 'session.json';
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const OTHERS = 0o077;

const StoredSession = z.object({
  url: z.string(),
  access_token: z.string(),
  expires_at: z.string(),
  refresh_token: z.string(),
});

/** A session and the API it was made for. */
export interface StoredSession extends SessionTokens {
  readonly url: string;
}

/** Where `dcs login` keeps its session. */
export function sessionPath(env: Environment, platform = process.platform): string {
  const { join, isAbsolute } = platform === 'win32' ? path.win32 : path.posix;
  if (env.DCS_CONFIG_DIR) return join(env.DCS_CONFIG_DIR, FILE_NAME);
  if (platform === 'win32' && env.APPDATA) return join(env.APPDATA, 'dcs', FILE_NAME);
  // The XDG base directory specification has relative paths ignored.
  const xdg = env.XDG_CONFIG_HOME;
  const base = xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.config');
  return join(base, 'dcs', FILE_NAME);
}

/** The stored session. If others may read the file, they no longer may, and the person is told. */
export async function readSession(cli: Cli): Promise<StoredSession | undefined> {
  const file = sessionPath(cli.env);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw unusable('read', file, error);
  });
  if (text === undefined) return undefined;
  await tighten(cli, file);
  const stored = parse(text);
  if (stored === undefined) {
    await note(cli, `${file} is not a session of ours, so it is not used. Run "dcs login" again.`);
  }
  return stored;
}

/** The stored session of one API; another API's is neither shown nor overwritten by a refresh. */
export function createFileStore(cli: Cli, url: string): SessionStore {
  return {
    async load() {
      const stored = await readSession(cli);
      return stored?.url === url ? stored : undefined;
    },
    async save(tokens) {
      const stored = await readSession(cli);
      if (stored && stored.url !== url) return;
      if (tokens) await writeSession(cli, { ...tokens, url });
      else await forgetSession(cli);
    },
  };
}

/** Replaces the file in one step, so that no other process ever reads half of it. */
export async function writeSession(cli: Cli, session: StoredSession): Promise<void> {
  const file = sessionPath(cli.env);
  const draft = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: DIRECTORY_MODE });
    const handle = await open(draft, 'wx', FILE_MODE);
    try {
      await handle.writeFile(format(session));
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw unusable('written', file, error);
  }
}

export async function forgetSession(cli: Cli): Promise<void> {
  const file = sessionPath(cli.env);
  await rm(file, { force: true }).catch((error: unknown) => {
    throw unusable('removed', file, error);
  });
}

function format({ url, accessToken, expiresAt, refreshToken }: StoredSession): string {
  const stored: z.input<typeof StoredSession> = {
    url,
    access_token: accessToken,
    expires_at: expiresAt,
    refresh_token: refreshToken,
  };
  return `${JSON.stringify(stored, null, 2)}\n`;
}

function parse(text: string): StoredSession | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { data } = StoredSession.safeParse(json);
  return (
    data && {
      url: data.url,
      accessToken: data.access_token,
      expiresAt: data.expires_at,
      refreshToken: data.refresh_token,
    }
  );
}

async function tighten(cli: Cli, file: string): Promise<void> {
  if (process.platform === 'win32') return; // it has no such modes
  try {
    const { mode } = await stat(file);
    if ((mode & OTHERS) === 0) return;
    await chmod(file, FILE_MODE);
    await note(
      cli,
      `${file} was open to other users of this machine; it is closed now. ` +
        'If somebody may have read it, run "dcs logout" and "dcs login".',
    );
  } catch (error) {
    // Another process may have replaced or removed it, which leaves nothing to close.
    if (!isMissing(error)) throw unusable('closed to others', file, error);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function unusable(what: string, file: string, cause: unknown): CliError {
  const why = cause instanceof Error ? ` (${cause.message})` : '';
  return new CliError(
    'refused',
    `${file} cannot be ${what}${why}. Set DCS_CONFIG_DIR to a folder of yours.`,
    { cause },
  );
}
