import type { TokenSource } from '../../api/client/api-client.ts';
import {
  type Credentials,
  createSession,
  type SessionStore,
  type SessionTokens,
} from '../../api/client/session.ts';
import type { Cli, Environment } from './cli.ts';
import { CliError } from './cli-error.ts';
import { createFileStore, readSession, type StoredSession } from './session-file.ts';
import { DEFAULT_URL, parseUrl } from './urls.ts';

/** Whom the environment signs in as, or undefined: then it is the stored session. */
type EnvironmentAccess =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'credentials'; readonly credentials: Credentials };

function environmentAccess(env: Environment): EnvironmentAccess | undefined {
  if (env.DCS_TOKEN) return { kind: 'token', token: checkedToken(env.DCS_TOKEN) };
  const { DCS_EMAIL: email, DCS_PASSWORD: password } = env;
  if (email && password) return { kind: 'credentials', credentials: { email, password } };
  return undefined;
}

/** Here, because the runtime's own complaint about a bad header would print the token. */
function checkedToken(text: string): string {
  const token = text.trim();
  if (/^[\x21-\x7E]+$/.test(token)) return token;
  throw new CliError('usage', 'DCS_TOKEN has characters that no token has. Copy it again.');
}

/** Reads the stored session when it is first needed, and tells what is wrong with it once. */
export type Stored = () => Promise<StoredSession | undefined>;

export function storedSession(cli: Cli): Stored {
  let read: ReturnType<Stored> | undefined;
  return () => {
    read ??= readSession(cli);
    return read;
  };
}

/** Where the API is, in order: `--url`, DCS_URL, the stored session's, this machine. */
export async function apiUrl(
  env: Environment,
  option: string | undefined,
  stored: Stored,
): Promise<string> {
  if (option !== undefined) return parseUrl(option, '--url');
  if (env.DCS_URL) return parseUrl(env.DCS_URL, 'DCS_URL');
  // What the environment signs in with was not meant for wherever somebody signed in last.
  if (environmentAccess(env)) return DEFAULT_URL;
  return (await stored())?.url ?? DEFAULT_URL;
}

/**
 * Access tokens for the API at `url`.
 * @throws CliError when nothing signs in there
 */
export async function tokensFor(cli: Cli, url: string, stored: Stored): Promise<TokenSource> {
  const access = environmentAccess(cli.env);
  const base = { baseUrl: url };
  switch (access?.kind) {
    case 'token':
      return { get: async () => access.token, renew: async () => undefined };
    case 'credentials':
      return createSession({ ...base, store: memoryStore(), credentials: access.credentials });
    case undefined: {
      const held = await stored();
      if (held?.url !== url) throw notSignedIn(url, held);
      const session = createSession({ ...base, store: createFileStore(cli, url) });
      return { ...session, get: async () => (await session.get()) ?? ended(url) };
    }
  }
}

/** What to do when the API does not accept how this environment signs in. */
export function signInAdvice(env: Environment, code: string): string | undefined {
  const isPassword = code === 'auth.bad_credentials';
  if (env.DCS_TOKEN && !isPassword) {
    return 'Put a valid token into DCS_TOKEN, or unset it and run "dcs login".';
  }
  if (env.DCS_EMAIL && env.DCS_PASSWORD) return 'Check DCS_EMAIL and DCS_PASSWORD.';
  return isPassword ? undefined : 'Run "dcs login".';
}

function memoryStore(): SessionStore {
  let held: SessionTokens | undefined;
  return {
    load: async () => held,
    save: async (tokens) => {
      held = tokens;
    },
  };
}

function notSignedIn(url: string, stored: StoredSession | undefined): CliError {
  const other = stored ? ` The stored session is for ${stored.url} and is not sent elsewhere.` : '';
  return new CliError(
    'access',
    `You are not signed in to ${url}.${other} ` +
      'Run "dcs login", or set DCS_TOKEN, or DCS_EMAIL and DCS_PASSWORD.',
  );
}

function ended(url: string): never {
  throw new CliError('access', `Your session at ${url} has ended. Run "dcs login".`);
}
